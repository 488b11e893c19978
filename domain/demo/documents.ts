/** `METHOD /path operationId tag summary`, one operation a line. */
const BILLING = `
GET /invoices listInvoices Invoices List invoices
POST /invoices createInvoice Invoices Create an invoice
GET /invoices/{id} getInvoice Invoices Get an invoice
PATCH /invoices/{id} updateInvoice Invoices Change a draft invoice
DELETE /invoices/{id} deleteInvoice Invoices Delete a draft invoice
POST /invoices/{id}/send sendInvoice Invoices Send an invoice to its customer
POST /invoices/{id}/void voidInvoice Invoices Void an invoice
GET /invoices/{id}/pdf getInvoicePdf Invoices Download an invoice as PDF
GET /customers listCustomers Customers List customers
POST /customers createCustomer Customers Create a customer
GET /customers/{id} getCustomer Customers Get a customer
PATCH /customers/{id} updateCustomer Customers Change a customer
DELETE /customers/{id} deleteCustomer Customers Delete a customer
GET /payments listPayments Payments List payments
POST /payments createPayment Payments Record a payment
GET /payments/{id} getPayment Payments Get a payment
POST /payments/{id}/refund refundPayment Payments Refund a payment
GET /payouts listPayouts Payouts List payouts
POST /payouts createPayout Payouts Start a payout
GET /reports/revenue getRevenueReport Reports Revenue by month
GET /reports/aging getAgingReport Reports Open invoices by age
GET /webhooks listBillingWebhooks Webhooks List webhooks
POST /webhooks createBillingWebhook Webhooks Create a webhook
DELETE /webhooks/{id} deleteBillingWebhook Webhooks Delete a webhook`;

const DISPATCH = `
GET /shipments listShipments Shipments List shipments
POST /shipments createShipment Shipments Book a shipment
GET /shipments/{id} getShipment Shipments Get a shipment
PATCH /shipments/{id} updateShipment Shipments Change a shipment
POST /shipments/{id}/cancel cancelShipment Shipments Cancel a shipment
GET /shipments/{id}/events listShipmentEvents Tracking List tracking events
POST /shipments/{id}/events addShipmentEvent Tracking Add a tracking event
GET /shipments/{id}/label getShippingLabel Shipments Download the shipping label
GET /vehicles listVehicles Vehicles List vehicles
POST /vehicles createVehicle Vehicles Add a vehicle
GET /vehicles/{id} getVehicle Vehicles Get a vehicle
DELETE /vehicles/{id} deleteVehicle Vehicles Remove a vehicle
GET /vehicles/{id}/position getVehiclePosition Vehicles Get where a vehicle is
PUT /vehicles/{id}/position reportVehiclePosition Vehicles Report where a vehicle is
GET /drivers listDrivers Drivers List drivers
POST /drivers createDriver Drivers Add a driver
GET /drivers/{id} getDriver Drivers Get a driver
PATCH /drivers/{id} updateDriver Drivers Change a driver
DELETE /drivers/{id} deleteDriver Drivers Remove a driver
GET /routes listRoutes Routes List planned routes
POST /routes planRoute Routes Plan a route
GET /routes/{id} getRoute Routes Get a route
POST /routes/{id}/start startRoute Routes Start a route
POST /routes/{id}/finish finishRoute Routes Finish a route
GET /depots listDepots Depots List depots
GET /depots/{id}/inventory getDepotInventory Depots List what a depot holds
POST /depots/{id}/transfers createTransfer Depots Move goods between depots
POST /quotes createQuote Quotes Ask for a price`;

function documentOf(title: string, version: string, lines: string): Uint8Array {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const line of lines.trim().split('\n')) {
    const [method = '', path = '', operationId, tag, ...summary] = line.split(' ');
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }));
    const item = paths[path] ?? {};
    paths[path] = item;
    item[method.toLowerCase()] = {
      operationId,
      tags: [tag],
      summary: summary.join(' '),
      ...(parameters.length > 0 ? { parameters } : {}),
      responses: { '200': { description: 'Done' } },
    };
  }
  const document = { openapi: '3.1.0', info: { title, version }, paths };
  return new TextEncoder().encode(JSON.stringify(document));
}

export const DEMO_APIS = [
  {
    slug: 'billing',
    name: 'Billing',
    hosts: ['billing.northwind.example'],
    basePath: '/v2',
    document: documentOf('Northwind Billing', '2.14.0', BILLING),
    scopes: {
      'invoices:read': ['listInvoices', 'getInvoice', 'getInvoicePdf'],
      'invoices:write': ['createInvoice', 'updateInvoice', 'sendInvoice'],
      'invoices:void': ['voidInvoice', 'deleteInvoice'],
      'customers:read': ['listCustomers', 'getCustomer'],
      'customers:write': ['createCustomer', 'updateCustomer'],
      'payments:read': ['listPayments', 'getPayment', 'listPayouts'],
      'payments:refund': ['refundPayment'],
      'payouts:start': ['createPayout'],
      'reports:read': ['getRevenueReport', 'getAgingReport'],
    },
  },
  {
    slug: 'dispatch',
    name: 'Dispatch',
    hosts: ['dispatch.northwind.example'],
    basePath: '/v1',
    document: documentOf('Northwind Dispatch', '1.9.2', DISPATCH),
    scopes: {
      'shipments:read': ['listShipments', 'getShipment', 'listShipmentEvents', 'getShippingLabel'],
      'shipments:write': ['createShipment', 'updateShipment', 'cancelShipment'],
      'tracking:write': ['addShipmentEvent', 'reportVehiclePosition'],
      'fleet:read': [
        'listVehicles',
        'getVehicle',
        'getVehiclePosition',
        'listDrivers',
        'getDriver',
      ],
      'fleet:manage': [
        'createVehicle',
        'deleteVehicle',
        'createDriver',
        'updateDriver',
        'deleteDriver',
      ],
      'routes:plan': ['listRoutes', 'getRoute', 'planRoute', 'startRoute', 'finishRoute'],
      'depots:read': ['listDepots', 'getDepotInventory'],
      'quotes:create': ['createQuote'],
    },
  },
] as const;

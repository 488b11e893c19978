import { handleTokenExchange } from '@/app/control-api/token-exchange';

export const POST = handleTokenExchange;

import type { OperationName } from '@/domain/base/operation-names';

/** What of access reviews is aimed at no group. */
export const UNAIMED_REVIEWS: readonly OperationName[] = [
  'reviewCampaigns.create',
  'reviewCampaigns.end',
  'reviewCampaigns.get',
  'reviewCampaigns.list',
  'reviewCampaigns.update',
  'reviews.count',
  'reviews.export',
  'reviews.list',
];

/** Access reviews in the matrix. */
export const REVIEW_ROWS = {
  'reviewCampaigns.create': ['ynnnnnnn ynnnn'],
  'reviewCampaigns.end': ['ynnhhhhh ynnhh'],
  'reviewCampaigns.get': ['yyyhhhhh yyyhh'],
  'reviewCampaigns.list': ['yyynnnnn yyynn'],
  'reviewCampaigns.update': ['ynnhhhhh ynnhh'],
  'reviews.apply': ['ynnyhhhh ynnhh', 'ynnhhhyh ynnhh', 'ynnhhhhh ynnhh'],
  'reviews.close': ['ynnnhhhh ynnhh', 'ynnhhhnh ynnhh', 'ynnhhhhh ynnhh'],
  'reviews.count': ['yyyynnyn yyynn'],
  'reviews.decide': ['ynnyhhhh ynnhh', 'ynnhhhyh ynnhh', 'ynnhhhhh ynnhh'],
  'reviews.export': ['yyynnnnn yyynn'],
  'reviews.get': ['yyyyhhhh yyyhh', 'yyyhhhyh yyyhh', 'yyyhhhhh yyyhh'],
  'reviews.list': ['yyyynnyn yyynn'],
  'reviews.listEntries': ['yyyyhhhh yyyhh', 'yyyhhhyh yyyhh', 'yyyhhhhh yyyhh'],
  'reviews.listGroups': ['yyyyhhhh yyyhh', 'yyyhhhyh yyyhh', 'yyyhhhhh yyyhh'],
} as const;

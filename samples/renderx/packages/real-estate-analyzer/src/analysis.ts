/** A property on offer: amounts in one currency, area in square metres. */
export interface Property {
  readonly price: number;
  readonly area: number;
  readonly monthlyRent: number;
  /** Running costs of a year. */
  readonly yearlyCosts: number;
}

export interface Analysis {
  readonly pricePerSquareMetre: number;
  readonly grossYield: number;
  readonly netYield: number;
  /** Years of rent that the price is worth. */
  readonly priceToRent: number;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

export function analyze({ price, area, monthlyRent, yearlyCosts }: Property): Analysis {
  if (!(price > 0 && area > 0 && monthlyRent > 0)) throw new Error('price, area and rent have to be above 0');
  const rent = monthlyRent * 12;
  return {
    pricePerSquareMetre: rounded(price / area, 2),
    grossYield: rounded(rent / price, 4),
    netYield: rounded((rent - yearlyCosts) / price, 4),
    priceToRent: rounded(price / rent, 1),
  };
}

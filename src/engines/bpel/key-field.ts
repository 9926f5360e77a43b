export const customTexts = [
  "customText1",
  "customText2",
  "customText3",
  "customText4",
  "customText5",
  "customText6",
  "customText7",
  "customText8",
] as const;
export type CustomText = (typeof customTexts)[number];

/** Where the business key of an instance is: in its name, in one of the texts kept with it, or in a custom property. */
export type KeyField = "name" | CustomText | { readonly customProperty: string };

import * as z from "zod";
import { fromEngineDate } from "../dates.ts";

/*
 * Fields of answers as every wire form writes them. Versions differ in what is null, what is absent and whether keys are
 * numbers or text (numbers that a double cannot hold arrive here as text), so all of it is read alike.
 */

const digits = /^-?\d{1,25}$/;

export const key = z.union([z.string().regex(digits, "is no key"), z.int()]).transform(String);

export const keyOrNull = key.nullish().transform((value) => value ?? null);

export const textOrNull = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

export const word = z
  .string()
  .nullish()
  .transform((value) => value ?? "UNKNOWN");

/** A date in any of the forms in use; what cannot be read as one is as if it were not there. */
export const dateOrNull = z
  .string()
  .nullish()
  .transform((value) => (typeof value === "string" ? (fromEngineDate(value) ?? null) : null));

export const countOrNull = z
  .int()
  .nullish()
  .transform((value) => value ?? null);

export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

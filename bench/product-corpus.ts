import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { gtinOfPayload } from '../src-shared/barcode/gtin.ts';
import { seededRandom } from './seeded-random.ts';

/** A product as the benches of the catalog need it. */
export type CorpusProduct = { readonly code: string; readonly fr: string | null; readonly ar: string | null; readonly en: string | null };

const SEED = 20_261_120;
/** Of the products, this share has generated Arabic names when a file gives the others. */
const ARABIC_SHARE = 0.19;
/** Payload of the first generated code: a GTIN-14 of variable measure, which no product of a file of retail numbers has. */
const FIRST_PAYLOAD = 9_290_000_000_000;

const ARABIC_GOODS = (
  'حليب جبن زبدة لبن زبادي قشدة خبز كعك بسكويت شوكولاتة حلوى مربى عسل سكر ملح أرز معكرونة كسكس دقيق سميد زيت زيتون خل صلصة طماطم بصل ثوم بطاطا جزر ' +
  'فلفل خيار كوسة باذنجان فاصوليا عدس حمص بازلاء ذرة تفاح برتقال موز عنب تمر تين مشمش خوخ رمان ليمون فراولة بطيخ لحم دجاج سمك تونة سردين بيض قهوة شاي ماء عصير ' +
  'مشروب غازي صابون شامبو معجون منظف مناديل حفاضات كبريت شمع بطارية'
).split(' ');
const ARABIC_KINDS =
  'كامل طازج مجفف مملح محلى خالي الدسم السكر بالفواكه بالشوكولاتة بالفانيليا بالليمون بالنعناع أبيض أسود أحمر أخضر صغير كبير ممتاز عائلي اقتصادي طبيعي مركز معلب مجمد'.split(
    ' ',
  );
const FRENCH_GOODS =
  'Lait Fromage Beurre Yaourt Crème Pain Biscuits Gaufrettes Chocolat Bonbons Confiture Miel Sucre Sel Riz Pâtes Couscous Farine Semoule Huile Olives Vinaigre Sauce Tomates Oignons Thon Sardines Café Thé Eau Jus Limonade Savon Shampooing Dentifrice Lessive Mouchoirs Piles'.split(
    ' ',
  );
const FRENCH_KINDS =
  'entier frais demi-écrémé bio nature vanille fraise citron noir blanc amandes noisettes complet léger extra fin moulu grains sans sucre'.split(
    ' ',
  );
const ENGLISH_GOODS =
  'Milk Cheese Butter Yogurt Cream Bread Cookies Chocolate Candy Jam Honey Sugar Salt Rice Pasta Flour Oil Sauce Coffee Tea Water Juice Soap'.split(
    ' ',
  );
const ENGLISH_KINDS = 'whole fresh organic plain vanilla strawberry lemon dark white almond light extra ground'.split(' ');
const SIZES = ['', '', '500g', '1kg', '250 g', '33cl', '1L', '1,5 L', 'x6'];
const LATIN_SYLLABLES =
  'ba be bi bo da de di do fa fe fi fo ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to va ve vi vo'.split(
    ' ',
  );
const ARABIC_SYLLABLES = 'با بو تا تي جا جي دا دو را ري سا سي شا صا طا فا في قا كا كو لا لي ما مو نا نو ها وا يا'.split(' ');

/**
 * `count` products: those of a file of codes and names (TSV, plain or .xz) and, to make up the number, products with generated Arabic
 * names, some of them with an English one too. Without a file all are generated, in three languages. The same every time.
 */
export async function* productCorpus(count: number, namesFile: string | null): AsyncGenerator<CorpusProduct> {
  const fromFile = namesFile === null ? 0 : Math.floor(count * (1 - ARABIC_SHARE));
  let given = 0;
  if (namesFile !== null) {
    for await (const line of createInterface({ input: openText(namesFile) })) {
      const tab = line.indexOf('\t');
      const code = line.slice(0, tab);
      if (tab === -1 || !/^\d+$/.test(code)) continue;
      if (given >= fromFile) break;
      given += 1;
      yield { code, fr: line.slice(tab + 1), ar: null, en: null };
    }
  }
  const random = seededRandom(SEED);
  for (let index = 0; given + index < count; index += 1) yield generated(index, random, namesFile === null);
}

function openText(file: string): Readable {
  if (!file.endsWith('.xz')) return createReadStream(file);
  return spawn('xz', ['-dc', file], { stdio: ['ignore', 'pipe', 'inherit'] }).stdout;
}

function generated(index: number, random: () => number, allLanguages: boolean): CorpusProduct {
  const code = gtinOfPayload(String(FIRST_PAYLOAD + index));
  const language = allLanguages ? pick(['fr', 'ar', 'en', 'fr-ar'], random) : pick(['ar', 'ar', 'ar-en'], random);
  return {
    code,
    fr: language.includes('fr') ? name(FRENCH_GOODS, FRENCH_KINDS, LATIN_SYLLABLES, random) : null,
    ar: language.includes('ar') ? name(ARABIC_GOODS, ARABIC_KINDS, ARABIC_SYLLABLES, random) : null,
    en: language.includes('en') ? name(ENGLISH_GOODS, ENGLISH_KINDS, LATIN_SYLLABLES, random) : null,
  };
}

/** A good, one or two of its kinds, most often a brand, sometimes a size. Brands are many and follow no list, as in a real catalog. */
function name(goods: readonly string[], kinds: readonly string[], syllables: readonly string[], random: () => number): string {
  const words = [skewed(goods, random), skewed(kinds, random)];
  if (random() < 0.5) words.push(skewed(kinds, random));
  if (random() < 0.8) words.push(Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(syllables, random)).join(''));
  words.push(pick(SIZES, random));
  return words.filter((word) => word !== '').join(' ');
}

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('Nothing to pick from');
  return item;
}

/** Picks the first items more often, as a few words are in most names. */
function skewed<T>(items: readonly T[], random: () => number): T {
  return pick(items.slice(0, 1 + Math.floor(random() ** 2 * items.length)), random);
}

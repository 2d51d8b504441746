#include "files/decorated_number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "base/lower.h"
#include "base/pattern.h"
#include "base/trimmed.h"
#include "files/number.h"

namespace temper {
namespace {

using Replacement = std::pair<std::string_view, std::string_view>;

/// Characters of Unicode that stand for one of ASCII around and in numbers.
constexpr std::array<Replacement, 30> spellings = {{
    {"\u00A0", " "}, {"\u2007", " "}, {"\u2008", " "}, {"\u2009", " "}, {"\u200A", " "},
    {"\u202F", " "}, {"\u2002", " "}, {"\u2003", " "}, {"\u3000", " "}, {"\u200B", ""},
    {"\uFEFF", ""},  {"\u2212", "-"}, {"\u2013", "-"}, {"\u2010", "-"}, {"\u2011", "-"},
    {"\u2019", "'"}, {"\u00B4", "'"}, {"\u066B", "."}, {"\uFF0E", "."}, {"\uFF0C", ","},
    {"\uFF0D", "-"}, {"\u066C", "'"}, {"\uFF05", "%"}, {"\uFFE5", "¥"}, {"\uFF04", "$"},
    {"\u200E", ""},  {"\u200F", ""},  {"\u2060", ""},  {"\u202C", ""},  {"\u2069", ""},
}};

/// The zeros of the digits that people write beside ASCII's: full-width, Arabic, Persian,
/// Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam, Thai, Lao,
/// Burmese, Khmer.
constexpr std::array<std::string_view, 16> zeros = {
    "\uFF10", "\u0660", "\u06F0", "\u0966", "\u09E6", "\u0A66", "\u0AE6", "\u0B66",
    "\u0BE6", "\u0C66", "\u0CE6", "\u0D66", "\u0E50", "\u0ED0", "\u1040", "\u17E0"};

/// The digit that the text begins with, as ASCII has it; 0 if it is none of them.
char foreign_digit(std::string_view text) {
  for (const auto zero : zeros) {
    const auto last = zero.size() - 1;  // the digits differ in their last byte only
    if (text.size() <= last || text.substr(0, last) != zero.substr(0, last)) continue;
    const int value =
        static_cast<unsigned char>(text[last]) - static_cast<unsigned char>(zero[last]);
    if (value >= 0 && value <= 9) return static_cast<char>('0' + value);
  }
  return 0;
}

std::string in_ascii_marks(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    if (const char digit = foreign_digit(text)) {
      plain += digit;
      text.remove_prefix(static_cast<unsigned char>(text[0]) < 0xE0 ? 2 : 3);
      continue;
    }
    const auto* const found =
        static_cast<unsigned char>(text[0]) < 0x80
            ? spellings.end()
            : std::find_if(spellings.begin(), spellings.end(),
                           [&](const Replacement& each) { return text.starts_with(each.first); });
    if (found == spellings.end()) {
      plain += text[0];
      text.remove_prefix(1);
    } else {
      plain += found->second;
      text.remove_prefix(found->first.size());
    }
  }
  return plain;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_mark(char c) { return std::string_view(".,' _").find(c) != std::string_view::npos; }

bool digit_at(std::string_view text, std::size_t i) { return i < text.size() && is_digit(text[i]); }

/// Where the number starts: at its first digit, or at a decimal mark right before one.
std::size_t number_start(std::string_view text) {
  const auto digit = text.find_first_of("0123456789");
  if (digit == std::string_view::npos || digit == 0) return digit;
  const bool has_mark = text[digit - 1] == '.' || text[digit - 1] == ',';
  const bool is_abbreviation = has_mark && digit > 1 && text[digit - 2] != '-' &&
                               text[digit - 2] != '+' && text[digit - 2] != ' ';
  return has_mark && !is_abbreviation ? digit - 1 : digit;
}

/// The length of digits and the single marks between them.
std::size_t digits_length(std::string_view text) {
  std::size_t i = 0;
  if (!digit_at(text, 0)) ++i;
  while (i < text.size() && (is_digit(text[i]) || (is_mark(text[i]) && digit_at(text, i + 1)))) ++i;
  if (i < text.size() && (text[i] == '.' || text[i] == ',')) ++i;  // "5."
  return i;
}

std::size_t exponent_length(std::string_view text) {
  if (text.empty() || std::string_view("eEdD").find(text[0]) == std::string_view::npos) return 0;
  std::size_t i = 1;
  if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
  if (!digit_at(text, i)) return 0;
  while (digit_at(text, i)) ++i;
  return i;
}

/// "1,234,567": the first group has one to three digits, the last three, the others two or three.
bool is_grouped(std::string_view whole, char mark) {
  std::vector<std::size_t> lengths(1, 0);
  for (const char c : whole)
    if (c == mark)
      lengths.push_back(0);
    else if (is_digit(c))
      ++lengths.back();
    else
      return false;
  if (lengths.size() < 2 || lengths.front() < 1 || lengths.front() > 3 || lengths.back() != 3)
    return false;
  const auto middle = lengths.size() > 2 ? lengths[1] : 3;
  return (middle == 3 || (middle == 2 && lengths.front() <= 2)) &&
         std::all_of(lengths.begin() + 1, lengths.end() - 1,
                     [&](std::size_t n) { return n == middle; });
}

/// The digits of a whole number without the marks between groups; nothing if they are none.
std::optional<std::string> ungrouped(std::string_view whole, char decimal) {
  std::string digits;
  char mark = 0;
  for (const char c : whole) {
    if (is_digit(c)) {
      digits += c;
      continue;
    }
    if (c == decimal || (mark != 0 && c != mark)) return {};
    mark = c;
  }
  if (mark != 0 && !is_grouped(whole, mark)) return {};
  return digits;
}

std::optional<double> read_core(std::string_view digits, std::string_view exponent, char decimal) {
  const auto at = std::min(digits.rfind(decimal), digits.size());
  const auto whole = ungrouped(digits.substr(0, at), decimal);
  const auto fraction = digits.substr(std::min(at + 1, digits.size()));
  if (!whole || !std::all_of(fraction.begin(), fraction.end(), is_digit)) return {};
  auto plain = whole->empty() ? "0." : *whole + ".";
  plain += fraction.empty() ? std::string("0") : std::string(fraction);
  if (!exponent.empty()) plain += "e" + std::string(exponent.substr(1));
  return parse_number(plain);
}

/// Takes a sign off the end or the start of what surrounds a number.
bool take_sign(std::string_view& around, bool at_end) {
  const auto trimmed_around = trimmed(around);
  if (trimmed_around.empty()) return false;
  const char sign = at_end ? trimmed_around.back() : trimmed_around.front();
  if (sign != '-' && sign != '+') return false;
  around = at_end ? trimmed_around.substr(0, trimmed_around.size() - 1) : trimmed_around.substr(1);
  return sign == '-';
}

/// "m2", "kg/m^3", "%": no digit but the power of a unit.
bool is_unit(std::string_view after) {
  if (after.empty()) return true;
  if (after.size() > 24 || after.starts_with("±") ||
      std::string_view("-+:~/.,<>=").find(after[0]) != std::string::npos)
    return false;
  for (std::size_t i = 0; i < after.size(); ++i)
    if (is_digit(after[i]) && (i == 0 || digit_at(after, i + 1) || after[i - 1] == ' '))
      return false;
  return true;
}

/// Runs of letters, in lower case as far as ASCII goes.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool is_inside = false;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool is_letter = (lower >= 'a' && lower <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (is_letter && !is_inside) words.emplace_back();
    if (is_letter) words.back() += lower;
    is_inside = is_letter;
  }
  return words;
}

/// "5 January 2024", "Fri Jan 05 12:30:00 UTC 2024"; English, German, French, Spanish, Italian,
/// Swedish and Dutch.
bool is_named_date(std::string_view text) {
  static const std::set<std::string> months = {
      "jan",        "feb",      "mar",       "apr",       "may",       "jun",       "jul",
      "aug",        "sep",      "sept",      "oct",       "nov",       "dec",       "january",
      "february",   "march",    "april",     "june",      "july",      "august",    "october",
      "november",   "december", "mär",       "mai",       "okt",       "dez",       "januar",
      "februar",    "märz",     "juni",      "juli",      "september", "oktober",   "dezember",
      "janv",       "févr",     "avr",       "juin",      "juil",      "août",      "déc",
      "janvier",    "février",  "mars",      "avril",     "juillet",   "septembre", "octobre",
      "novembre",   "décembre", "ene",       "abr",       "ago",       "dic",       "enero",
      "febrero",    "marzo",    "abril",     "mayo",      "junio",     "julio",     "agosto",
      "septiembre", "octubre",  "noviembre", "diciembre", "januari",   "februari",  "maj",
      "augusti",    "maart",    "mrt",       "mei",       "augustus",  "gennaio",   "febbraio",
      "aprile",     "maggio",   "giugno",    "luglio",    "settembre", "ottobre",   "dicembre"};
  static const std::set<std::string> beside = {
      "t",        "z",        "utc",       "gmt",        "am",      "pm",       "de",
      "st",       "nd",       "rd",        "th",         "of",      "mon",      "tue",
      "wed",      "thu",      "fri",       "sat",        "sun",     "mo",       "di",
      "mi",       "do",       "fr",        "sa",         "so",      "um",       "uhr",
      "monday",   "tuesday",  "wednesday", "thursday",   "friday",  "saturday", "sunday",
      "montag",   "dienstag", "mittwoch",  "donnerstag", "freitag", "samstag",  "sonnabend",
      "sonntag",  "lundi",    "mardi",     "mercredi",   "jeudi",   "vendredi", "samedi",
      "dimanche", "lunes",    "martes",    "miércoles",  "jueves",  "viernes",  "sábado",
      "domingo",  "måndag",   "tisdag",    "onsdag",     "torsdag", "fredag",   "lördag",
      "söndag",   "den",      "le",        "el"};
  const auto words = words_of(text);
  const auto is_month = [](const std::string& word) { return months.contains(word); };
  return std::any_of(words.begin(), words.end(), is_month) &&
         std::all_of(words.begin(), words.end(), [&](const std::string& word) {
           return is_month(word) || beside.contains(word);
         });
}

std::optional<DecoratedNumber> read_hexadecimal(std::string_view text) {
  std::uint64_t value = 0;
  const auto digits = text.substr(2);
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
  if (digits.empty() || stop != end || error != std::errc{}) return {};
  return DecoratedNumber{static_cast<double>(value), "", ""};
}

/// "$ -": how accountants write nothing.
std::optional<DecoratedNumber> read_dash(std::string_view text) {
  if (!text.ends_with('-')) return {};
  const auto before = trimmed(text.substr(0, text.size() - 1));
  if (before.empty() || !is_currency(before)) return {};
  return DecoratedNumber{0, std::string(before), ""};
}

/// "$(3)": takes the parentheses off a number inside a currency's.
bool take_parentheses(std::string_view& before, std::string_view& after) {
  const auto outside = trimmed(before.substr(0, before.size() - before.ends_with('(')));
  if (!before.ends_with('(') || !after.starts_with(')') || outside.empty() || !is_currency(outside))
    return false;
  before = outside;
  after.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<DecoratedNumber> read_decorated(std::string_view text, char decimal) {
  const auto plain = in_ascii_marks(text);
  auto rest = trimmed(plain);
  if (rest.starts_with("0x") || rest.starts_with("0X")) return read_hexadecimal(rest);
  bool is_negative = false;
  if (rest.starts_with('(') && rest.ends_with(')')) {
    is_negative = true;
    rest = trimmed(rest.substr(1, rest.size() - 2));
  }
  const auto start = number_start(rest);
  if (start == std::string_view::npos) return read_dash(rest);
  auto before = rest.substr(0, start);
  rest.remove_prefix(start);
  const auto digits = rest.substr(0, digits_length(rest));
  rest.remove_prefix(digits.size());
  const auto exponent = rest.substr(0, exponent_length(rest));
  auto after = rest.substr(exponent.size());
  if (take_parentheses(before, after)) is_negative = !is_negative;
  const auto value = read_core(digits, exponent, decimal);
  if (!value || !is_unit(trimmed(after).size() == 1 && after.back() == '-' ? "" : trimmed(after)))
    return {};
  for (const bool at_end : {true, false})
    if (take_sign(before, at_end)) is_negative = !is_negative;
  if (take_sign(after, true)) is_negative = !is_negative;
  return DecoratedNumber{is_negative ? -*value : *value, std::string(trimmed(before)),
                         std::string(trimmed(after))};
}

void NumberMarks::add(const NumberMarks& other) {
  decimal_point |= other.decimal_point;
  decimal_comma |= other.decimal_comma;
  either_point |= other.either_point;
  either_comma |= other.either_comma;
}

NumberMarks marks_of(std::string_view text) {
  NumberMarks marks;
  const auto as_point = read_decorated(text, '.'), as_comma = read_decorated(text, ',');
  const bool has_point = text.find('.') != std::string_view::npos;
  const bool has_comma = text.find(',') != std::string_view::npos;
  if (as_point && as_comma) {
    // Nobody groups the digits of a number that starts with 0.
    const auto digit = text.find_first_of("0123456789");
    const bool is_below_1 = digit != std::string_view::npos && text[digit] == '0';
    (is_below_1 ? marks.decimal_point : marks.either_point) = has_point;
    (is_below_1 ? marks.decimal_comma : marks.either_comma) = has_comma;
  } else {
    marks.decimal_point = as_point && (has_point || has_comma);
    marks.decimal_comma = as_comma && (has_point || has_comma);
  }
  return marks;
}

bool is_infinite_word(std::string_view text) {
  const auto plain = in_ascii_marks(text);
  auto rest = trimmed(plain);
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  static const std::set<std::string> words = {"inf", "infinity", "1.#inf", "∞", "1.#inf00"};
  return words.contains(lower(rest));
}

bool is_date(std::string_view text) {
  static const Pattern numbers(
      R"(([0-9]{1,4}-[0-9]{1,2}-[0-9]{1,4}|[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}|)"
      R"([0-9]{1,4}[.][0-9]{1,2}[.][0-9]{1,4})[.]?([T ,].*[0-9].*)?|)"
      R"([^0-9]*[0-9]{1,4}(年|년)[[:space:]]*[0-9]{1,2}(月|월).*|)"
      R"([0-9]{4}[-/][0-9]{1,2}|[0-9]{1,2}/[0-9]{4}|)"
      R"([0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?[[:space:]]*([AaPp][.]?[Mm][.]?)?)");
  const std::string whole(trimmed(text));
  if (whole.size() > 40 || std::count_if(whole.begin(), whole.end(), is_digit) < 2) return false;
  return numbers.matches(whole) || is_named_date(whole);
}

bool is_currency(std::string_view text) {
  static const std::set<std::string, std::less<>> known = {
      "",    "$",   "€",   "£",   "¥",   "₹",   "₽", "₩",   "₺",   "₴",   "₫",   "₪",   "₱",
      "฿",   "₦",   "₡",   "¢",   "R$",  "US$", "A$",  "C$",  "S/",  "kr",  "kr.", "Kč",  "zł",
      "Ft",  "лв",  "Rs",  "Rs.", "Fr.", "Fr",  "USD", "EUR", "GBP", "JPY", "CHF", "CNY", "SEK",
      "NOK", "DKK", "PLN", "CZK", "HUF", "RUB", "INR", "BRL", "AUD", "CAD", "NZD", "MXN", "KRW",
      "TRY", "ZAR", "SGD", "HKD", "ILS", "RON", "BGN", "UAH", "THB", "元",  "円",  "руб."};
  return known.contains(text);
}

}  // namespace temper

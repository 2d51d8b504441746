#include "data/missing_words.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "base/lower.h"

namespace temper {
namespace {

using Words = std::set<std::string, std::less<>>;

/// "#DIV/0!", "#VALUE!", "#NAME?", "#N/A N/A", "#NV": a cell that a spreadsheet couldn't compute.
bool is_cell_error(std::string_view text) {
  if (text.size() < 3 || text[0] != '#') return false;
  if (text.back() == '!' || text.back() == '?') return true;
  static const Words words = {"#n/a", "#n/a n/a", "#na",    "#nv",  "#n/v",
                              "#n/d", "#nd",      "#div/0", "#err", "#getting_data"};
  return words.contains(lower(text)) || text.find_first_not_of('#') == std::string_view::npos;
}

/// "Err:502": the same in LibreOffice.
bool is_numbered_error(std::string_view text) {
  return text.starts_with("Err:") && text.size() == 7 &&
         text.find_first_not_of("0123456789", 4) == std::string_view::npos;
}

/// Stata's ".", ".a" … ".z" and SAS's ".A" … "._".
bool is_dotted(std::string_view text) {
  return text == "." || (text.size() == 2 && text[0] == '.' &&
                         std::string_view("0123456789").find(text[1]) == std::string_view::npos);
}

/// Words that mean "not known" in some tables, and something in others.
const Words ambiguous_words = {"none",
                               "nil",
                               "-",
                               "--",
                               "---",
                               "–",
                               "—",
                               "..",
                               "...",
                               "…",
                               "missing",
                               "unknown",
                               "void",
                               "blank",
                               "empty",
                               "undefined",
                               "undef",
                               "unavailable",
                               "not available",
                               "not applicable",
                               "no data",
                               "nodata",
                               "no value",
                               "n.d.",
                               "nd",
                               "n/d",
                               "*",
                               "**",
                               "***",
                               "_",
                               "x",
                               "k.a.",
                               "k. a.",
                               "ka",
                               "keine angabe",
                               "unbekannt",
                               "fehlt",
                               "s/d",
                               "s.d.",
                               "s/i",
                               "sin dato",
                               "sin datos",
                               "desconocido",
                               "inconnu",
                               "non disponible",
                               "manquant",
                               "nc",
                               "n.c.",
                               "ns",
                               "n.s.",
                               "tbd",
                               "error",
                               "err",
                               "invalid",
                               "/",
                               "\\",
                               ":",
                               "~",
                               "??",
                               "xx",
                               "－",
                               "―",
                               "ー",
                               "null value",
                               "missing value",
                               "missing data",
                               "(missing)",
                               "<missing>",
                               "(blank)",
                               "(empty)",
                               "<none>",
                               "<unset>",
                               "tba",
                               "n/k",
                               "nk",
                               "n/r",
                               "nr",
                               "n.r.",
                               "n.v.",
                               "n. v.",
                               "nv",
                               "o.a.",
                               "ohne angabe",
                               "entfällt",
                               "fehlend",
                               "leer",
                               "(leer)",
                               "vide",
                               "(vide)",
                               "aucun",
                               "aucune",
                               "non renseigné",
                               "saknas",
                               "uppgift saknas",
                               "okänd",
                               "okänt",
                               "不明",
                               "欠損",
                               "欠測",
                               "該当なし",
                               "なし",
                               "無"};

}  // namespace

std::string_view without_blanks(std::string_view text) {
  for (auto before = text.size() + 1; text.size() < before;) {
    before = text.size();
    for (const std::string_view blank :
         {" ", "\t", "\u00A0", "\u202F", "\u3000", "\u200B", "\uFEFF"}) {
      if (text.starts_with(blank)) text.remove_prefix(blank.size());
      if (text.ends_with(blank)) text.remove_suffix(blank.size());
    }
  }
  return text;
}

bool is_missing_word(std::string_view text) {
  text = without_blanks(text);
  constexpr std::size_t longest = 16;
  if (text.size() > longest) return false;
  static const Words words = {"",          "na",      "n/a",           "nan",
                              "-nan",      "+nan",    "<na>",          "nan.",
                              "null",      "\\n",     "nat",           "?",
                              "(null)",    "<null>",  "[null]",        "1.#qnan",
                              "-1.#qnan",  "1.#ind",  "-1.#ind",       "nan(ind)",
                              "-nan(ind)", "1.#snan", "n.a.",          "n.a",
                              "n. a.",     "#n/a",    "<nan>",         "none.",
                              "(na)",      "[na]",    "na_character_", "na_integer_",
                              "na_real_",  "na.",     "n\\a",          "<n/a>",
                              "nanq",      "qnan",    "snan",          "nan%",
                              "nan.0",     "pd.na",   "pd.nat",        "np.nan",
                              "numpy.nan", "na()",    "=na()",         "$null$",
                              "sysmis",    "{null}",  "\"\"",          "''"};
  return text == "None" || words.contains(lower(text)) || is_cell_error(text) ||
         is_numbered_error(text);
}

bool may_be_missing_word(std::string_view text) {
  text = without_blanks(text);
  return is_dotted(text) || ambiguous_words.contains(lower(text));
}

}  // namespace temper

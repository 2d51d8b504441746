"""A source includes what it uses of the precompiled headers, so that it compiles without them."""

import re
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[3]
SRC = SOURCE / "src"

# What of std tells each header. Left out is what several of them bring: move, swap, size, …
NAMES = {
    "algorithm": r"sort|stable_sort|find|find_if|find_if_not|any_of|all_of|none_of|count|count_if"
    r"|copy_n|copy_if|min|max|minmax|min_element|max_element|clamp|fill|fill_n|transform|reverse|rotate"
    r"|unique|remove_if|lower_bound|upper_bound|equal_range|nth_element|partition|replace|mismatch"
    r"|partial_sort|generate|includes|set_difference|is_sorted|binary_search|equal|adjacent_find|search",
    "array": "array|to_array",
    "chrono": "chrono",
    "cmath": r"sqrt|exp|log|log1p|expm1|pow|isfinite|isnan|isinf|abs|floor|ceil|tanh|lgamma|erf"
    r"|erfc|hypot|cos|sin|log2|log10|round|lround|llround|cbrt|fma|ldexp|frexp|copysign|nextafter",
    "cstdint": r"u?int(8|16|32|64)_t|uintptr_t",
    "cstdio": r"FILE|fopen|fclose|fread|fwrite|fflush|fputs|fputc|snprintf|setvbuf|fprintf",
    "filesystem": "filesystem",
    "fstream": "[io]?fstream",
    "functional": r"function|less|greater|plus|multiplies|minus|hash|invoke|reference_wrapper",
    "limits": "numeric_limits",
    "map": "map|multimap",
    "memory": "unique_ptr|shared_ptr|weak_ptr|make_unique|make_shared|addressof",
    "numeric": "accumulate|iota|inner_product|partial_sum|reduce|transform_reduce|gcd|lcm|midpoint",
    "optional": "optional|nullopt|make_optional",
    "set": "set|multiset",
    "span": "span|as_bytes|as_writable_bytes|dynamic_extent",
    "sstream": "[io]?stringstream",
    "string": "string|to_string|stoi|stol|stoul|stoull|stod|getline",
    "string_view": "string_view",
    "utility": "pair|make_pair|exchange|as_const|index_sequence|in_place|cmp_less",
    "variant": "variant|visit|monostate|holds_alternative|get_if",
    "vector": "vector",
}
IN_NAMESPACE = {f"<{header}>": rf"\bstd::({names})\b" for header, names in NAMES.items()}
IN_NAMESPACE["<fmt/format.h>"] = r"\bfmt::\w+"


@cache
def included(file: Path) -> frozenset[str]:
    """All that a file includes, directly or by the project's headers."""
    found = set()
    for what in re.findall(r'^\s*#\s*include\s*([<"][^>"]+[>"])', file.read_text(), re.MULTILINE):
        header = SRC / what.strip('"')
        found.add(what)
        if what.startswith('"') and header.exists() and header != file:
            found |= included(header)
    return frozenset(found)


def code_of(file: Path) -> str:
    return re.sub(r"//.*", "", file.read_text())


def missing(file: Path) -> list[str]:
    code = code_of(file)
    has = included(file)
    if any("fmt/" in header for header in has):
        has |= {"<fmt/format.h>"}
    return [h for h, names in IN_NAMESPACE.items() if h not in has and re.search(names, code)]


def test_every_precompiled_header_is_looked_for():
    listed = re.search(r"set\(standard_headers ([^)]*)\)", (SOURCE / "CMakeLists.txt").read_text())
    assert set(listed[1].split()) == set(IN_NAMESPACE)


@pytest.mark.parametrize("folder", sorted(path.name for path in SRC.iterdir() if path.is_dir()))
def test_a_source_includes_what_it_uses(folder):
    lacking = {
        str(file.relative_to(SOURCE)): headers
        for file in sorted((SRC / folder).rglob("*"))
        if file.suffix in (".h", ".cpp") and (headers := missing(file))
    }
    assert lacking == {}

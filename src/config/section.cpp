#include "config/section.h"

#include "config/node.h"
#include "config/toml_reader.h"

namespace temper {
namespace {

template <class T>
std::optional<Value> as_value(const std::optional<T>& fallback) {
  return fallback ? std::optional<Value>(Value{*fallback}) : std::nullopt;
}

/// A value that is a `Number` or else a word.
template <class Number>
Variant<Number, std::string> number_or_word(const Value& value) {
  if (const auto* number = std::get_if<Number>(&value.data)) return *number;
  return std::get<std::string>(value.data);
}

template <class Number>
Value as_value(const Variant<Number, std::string>& fallback) {
  return std::visit([](const auto& alternative) { return Value{alternative}; }, fallback);
}

template <class T>
std::optional<std::vector<T>> items_of(const std::optional<List>& list) {
  if (!list) return std::nullopt;
  std::vector<T> items;
  for (const auto& item : list->items) items.push_back(std::get<T>(item.data));
  return items;
}

}  // namespace

Section::Section(std::shared_ptr<ConfigNode> node) : node_(std::move(node)) {}

Section Section::of(const std::string& name, const std::string& toml) {
  auto node = std::make_shared<ConfigNode>();
  const Value value = read_toml(toml, "[" + name + "]");
  node->name = name;
  node->given = std::get<Table>(value.data);
  node->place = value.place;
  node->placeholders = true;
  return Section(node);
}

double Section::number(const std::string& key, const NumberOption& option) const {
  const auto value =
      node_->read(key, number_domain(option), as_value(option.fallback), option.help);
  return std::get<double>(value.data);
}

std::int64_t Section::integer(const std::string& key, const IntegerOption& option) const {
  const auto value =
      node_->read(key, integer_domain(option), as_value(option.fallback), option.help);
  return std::get<std::int64_t>(value.data);
}

std::size_t Section::count(const std::string& key, const IntegerOption& option) const {
  return static_cast<std::size_t>(integer(key, option));
}

bool Section::flag(const std::string& key, bool fallback, const std::string& help) const {
  return std::get<bool>(node_->read(key, flag_domain(), Value{fallback}, help).data);
}

std::string Section::text(const std::string& key, const std::optional<std::string>& fallback,
                          const std::string& help) const {
  const auto value = node_->read(key, text_domain(), as_value(fallback), help);
  return std::get<std::string>(value.data);
}

std::string Section::choice(const std::string& key, const std::vector<std::string>& words,
                            const std::optional<std::string>& fallback,
                            const std::string& help) const {
  const auto value = node_->read(key, word_domain(words), as_value(fallback), help);
  return std::get<std::string>(value.data);
}

NumberOrWord Section::number_or(const std::string& key, const std::vector<std::string>& words,
                                const NumberOrWord& fallback, const NumberOption& option) const {
  const auto domain = either_domain(number_domain(option), word_domain(words));
  return number_or_word<double>(node_->read(key, domain, as_value(fallback), option.help));
}

IntegerOrWord Section::integer_or(const std::string& key, const std::vector<std::string>& words,
                                  const IntegerOrWord& fallback,
                                  const IntegerOption& option) const {
  const auto domain = either_domain(integer_domain(option), word_domain(words));
  return number_or_word<std::int64_t>(node_->read(key, domain, as_value(fallback), option.help));
}

NumberOrWord Section::number_or_text(const std::string& key, const NumberOrWord& fallback,
                                     const NumberOption& option) const {
  const auto domain = either_domain(number_domain(option), text_domain());
  return number_or_word<double>(node_->read(key, domain, as_value(fallback), option.help));
}

std::optional<std::vector<double>> Section::numbers(const std::string& key,
                                                    const NumberOption& each) const {
  return items_of<double>(node_->read_list(key, number_domain(each), each.help));
}

std::optional<std::vector<std::string>> Section::texts(const std::string& key,
                                                       const std::string& help) const {
  return items_of<std::string>(node_->read_list(key, text_domain(), help));
}

std::vector<std::string> Section::words(const std::string& key, const std::string& help) const {
  const auto* given = node_->given.find(key);
  if (!given || !std::holds_alternative<std::string>(given->data))
    return texts(key, help).value_or(std::vector<std::string>{});
  const auto word = text(key, "", help);
  if (word.empty()) return {};
  return {word};
}

bool Section::has(const std::string& key) const { return node_->given.find(key) != nullptr; }

Section Section::child(const std::string& key) const { return Section(node_->child(key)); }

std::vector<Section> Section::children(const std::string& key) const {
  const auto nodes = node_->child_list(key);
  return {nodes.begin(), nodes.end()};
}

std::vector<Section> Section::required_children(const std::string& key) const {
  const auto nodes = node_->required_list(key);
  return {nodes.begin(), nodes.end()};
}

void Section::refuse(const std::string& key, const std::string& problem) const {
  node_->refuse(key, problem);
}

std::vector<ReadOption> Section::reads() const { return node_->reads; }

std::string Section::name() const { return node_->name; }

}  // namespace temper

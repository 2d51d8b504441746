#pragma once
// A std::variant that can be copied where memory is short.

#include <variant>

namespace temper {

/// libstdc++ takes a variant of numbers, strings and vectors for one that always holds a value,
/// also while it is being copied: if that throws, it destroys a value that isn't there. This one
/// copies the value first.
template <class... Alternatives>
class Variant : public std::variant<Alternatives...> {
 public:
  using Base = std::variant<Alternatives...>;
  using Base::Base;
  using Base::operator=;

  Variant() = default;
  ~Variant() = default;
  Variant(Variant&&) noexcept = default;
  Variant& operator=(Variant&&) noexcept = default;
  Variant(const Variant& other)
      : Base(std::visit([](const auto& value) { return Base(value); }, other)) {}
  Variant& operator=(const Variant& other) { return *this = Variant(other); }
};

}  // namespace temper

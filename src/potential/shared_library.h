#pragma once
// A shared library that is opened while the program runs.

#include <string>

namespace temper {

class SharedLibrary {
 public:
  /// Stays open until the program ends: what it registered may outlive any object. Throws
  /// UsageError that names the library and says what would be right.
  explicit SharedLibrary(const std::string& path);

  const std::string& path() const { return path_; }
  const std::string& name() const { return name_; }  ///< path without its folders

  /// nullptr where there is none.
  template <class Function>
  Function find(const char* symbol) const {
    return reinterpret_cast<Function>(address_of(symbol));
  }
  /// Throws UsageError where there is none; `remedy` says what would be right.
  template <class Function>
  Function require(const char* symbol, const std::string& remedy) const {
    return reinterpret_cast<Function>(required_address_of(symbol, remedy));
  }

 private:
  void* address_of(const char* symbol) const;
  void* required_address_of(const char* symbol, const std::string& remedy) const;

  std::string path_, name_;
  void* handle_;
};

}  // namespace temper

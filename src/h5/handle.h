#pragma once
// An HDF5 identifier with an owner. Private to src/h5: nobody else may see hdf5.h.

#include <hdf5.h>

#include <string>
#include <utility>
#include <vector>

namespace temper {

/// Owns one identifier and closes it by the function that fits its kind.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);

  /// Throws IoError "problem (HDF5's own words)" if `id` is negative.
  Handle(hid_t id, Close close_by, const std::string& problem);
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }

  hid_t get() const { return id_; }

  /// Closes now, so that a failure can be told. Throws IoError.
  void close(const std::string& problem);

 private:
  hid_t id_;
  Close close_;
};

/// Throws IoError "problem (HDF5's own words)" if `status` is negative; else returns it.
template <class Status>
Status checked(Status status, const std::string& problem);

/// What a group or file holds, by name. Throws IoError "problem (HDF5's own words)".
std::vector<std::string> names_in(const Handle& group, const std::string& problem);

/// To be called before anything of HDF5. Keeps it from printing its error stack, since our messages
/// carry what it says, and from tidying up when the program ends: after a write that failed it
/// would crash there, and our handles leave it nothing to tidy.
void prepare_hdf5();

/// The innermost message of HDF5's error stack in brackets, or "".
std::string hdf5_reason();

[[noreturn]] void throw_hdf5_error(const std::string& problem);

template <class Status>
Status checked(Status status, const std::string& problem) {
  if (status < 0) throw_hdf5_error(problem);
  return status;
}

}  // namespace temper

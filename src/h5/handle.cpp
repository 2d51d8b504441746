#include "h5/handle.h"

#include "base/errors.h"

namespace temper {
namespace {

herr_t keep_message(unsigned /*n*/, const H5E_error2_t* error, void* text) {
  *static_cast<std::string*>(text) = error->desc ? error->desc : "";
  return 0;
}

herr_t keep_link(hid_t /*group*/, const char* name, const H5L_info_t* /*info*/, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

}  // namespace

void prepare_hdf5() {
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

std::string hdf5_reason() {
  std::string reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_message, &reason);
  return reason.empty() ? "" : " (" + reason + ")";
}

void throw_hdf5_error(const std::string& problem) { throw IoError(problem + hdf5_reason()); }

std::vector<std::string> names_in(const Handle& group, const std::string& problem) {
  std::vector<std::string> names;
  checked(H5Literate(group.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, keep_link, &names), problem);
  return names;
}

Handle::Handle(hid_t id, Close close_by, const std::string& problem)
    : id_(checked(id, problem)), close_(close_by) {}

void Handle::close(const std::string& problem) { checked(close_(std::exchange(id_, -1)), problem); }

}  // namespace temper

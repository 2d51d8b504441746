#include "app/json.h"

#include "base/output.h"

namespace temper {

Flag json_flag() { return {"json", "", "JSON, for programs"}; }

void print_json(const Json& json) {
  print(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace temper

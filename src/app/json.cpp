#include "app/json.h"

#include "base/output.h"

namespace temper {

Flag json_flag() { return {"json", "", "JSON, for programs"}; }

void print_json(const Json& json) { print(text_of(json, 2) + "\n"); }

}  // namespace temper

// A user's shared library as a potential: temper_potential.h is what it speaks.
//
//   [potential]
//   type = "plugin"
//   library = "mine.so"
//   options = "…"        # text for its temper_create

#include "config/section.h"
#include "potential/own_potential.h"
#include "potential/plugin_model.h"
#include "potential/potentials.h"

namespace temper {
namespace {

std::unique_ptr<Potential> make_plugin(const Section& section) {
  const auto library = section.text("library", std::nullopt,
                                    "path of a shared library that speaks temper_potential.h");
  const auto options = section.text("options", "", "text for the library's temper_create");
  std::unique_ptr<OwnModel> model;
  if (section.has("library")) model = std::make_unique<PluginModel>(library, options);
  return make_own_potential(std::move(model), section);
}

const bool registered = potentials().add(
    "plugin", "your own energy: a shared library in C, Fortran, Rust, …", make_plugin);

}  // namespace
}  // namespace temper

#include "app/manual.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "app/commands.h"
#include "base/version.h"

namespace temper {
namespace {

constexpr std::array<std::pair<int, const char*>, 6> exit_codes = {{
    {0, "done"},
    {64, "usage or config"},
    {65, "bad data"},
    {70, "numerical failure"},
    {74, "reading or writing failed"},
    {75, "interrupted (temper resume goes on)"},
}};

/// Text as troff takes it: no line begins with a control character, and - is a minus sign.
std::string troff(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins_line = i == 0 || text[i - 1] == '\n';
    if (begins_line && (text[i] == '.' || text[i] == '\'')) result += "\\&";
    if (text[i] == '\\')
      result += "\\e";
    else if (text[i] == '-')
      result += "\\-";
    else
      result += text[i];
  }
  return result;
}

std::string man_section(const Command& command) {
  auto text = fmt::format(".SS {} {}\n{}\n", troff(command.name), troff(command.positional),
                          troff(command.summary));
  for (const auto& flag : command.flags)
    text += fmt::format(".TP\n\\fB\\-\\-{}\\fR {}\n{}\n", troff(flag.name), troff(flag.value),
                        troff(flag.help));
  if (!command.details.empty()) text += ".PP\n.nf\n" + troff(command.details) + ".fi\n";
  return text;
}

}  // namespace

std::string overview() {
  std::string page =
      "temper: train a neural network by parallel tempering\n\nUsage:\n"
      "  temper COMMAND [flags]\n  mpirun -n 4 temper COMMAND [flags]\n\nCommands:\n";
  for (const auto& command : commands())
    page += fmt::format("  {:<28} {}\n", command.name + " " + command.positional, command.summary);
  page +=
      "  help COMMAND                 what a command takes; help --man: all of it as a man page\n\n"
      "Exit codes:\n";
  for (const auto& [code, meaning] : exit_codes) page += fmt::format("  {:<3} {}\n", code, meaning);
  return page;
}

std::string man_page() {
  auto page = fmt::format(
      ".TH TEMPER 1 \"\" \"temper {}\"\n.SH NAME\ntemper \\- train a neural network by parallel "
      "tempering\n.SH SYNOPSIS\n.B temper\nCOMMAND [flags]\n.br\n.B mpirun \\-n 4 temper\nCOMMAND "
      "[flags]\n.SH COMMANDS\n",
      version());
  for (const auto& command : commands()) page += man_section(command);
  page += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : exit_codes)
    page += fmt::format(".TP\n.B {}\n{}\n", code, meaning);
  return page;
}

}  // namespace temper

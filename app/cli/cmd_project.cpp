// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"

namespace nidus::cli {

void addProjectCommands(CLI::App&, const Select&) {}

} // namespace nidus::cli

// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/demo_job.h"
#include "app/cli/training_progress.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>

namespace nidus::cli {

void addDemoCommand(CLI::App& program, const Select& select) {
    CLI::App* command = program.add_subcommand("demo", "the whole job on synthetic scans with the built-in model");
    const auto out = std::make_shared<std::filesystem::path>("nidus-demo");
    command->add_option("--out", *out, "folder for scans, project and model (default: nidus-demo)");
    command->callback([out, select] {
        select([out](const Context& context) {
            const DemoResult result = runDemo(*out, progressPrinter(), context.control);
            std::cout << (context.json ? toJson(result) + "\n" : toText(result));
            return 0;
        });
    });
}

} // namespace nidus::cli

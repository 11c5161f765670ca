// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"

#include <functional>

namespace CLI {
class App;
}

namespace nidus::cli {

/// What every command gets: progress goes to stderr, Ctrl-C raises the token.
struct Context {
    bool json = false; ///< print one JSON document on stdout
    JobControl control;
};

/// Runs a command; prints its result on stdout; returns the exit code (0, or 1 for a result that says no).
using Action = std::function<int(const Context&)>;

/// Where a command puts its action when the user named it.
using Select = std::function<void(Action)>;

void addInspectCommand(CLI::App& program, const Select& select);
void addImageCommands(CLI::App& program, const Select& select);    ///< scan, convert, phantom
void addProjectCommands(CLI::App& program, const Select& select);  ///< init, import, label, model, prepare, preprocess
void addTrainingCommands(CLI::App& program, const Select& select); ///< train, collect, evaluate, compare
void addClassifierCommands(CLI::App& program, const Select& select); ///< export, predict
void addExplainCommand(CLI::App& program, const Select& select);
void addCacheCommand(CLI::App& program, const Select& select);
void addDemoCommand(CLI::App& program, const Select& select);
void addSelftestCommand(CLI::App& program, const Select& select);

} // namespace nidus::cli

// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "core/base/allocator.h"
#include "core/base/error.h"
#include "core/base/error_json.h"
#include "core/base/version.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <utility>

#include <unistd.h>

namespace {

enum ExitCode { kDone = 0, kFailed = 1, kWrongUsage = 2, kStopped = 3 };

const nidus::CancelToken& interruptToken() {
    static const nidus::CancelToken token;
    return token;
}

void onInterrupt(int) {
    interruptToken().cancel();
    std::signal(SIGINT, SIG_DFL); // a second Ctrl-C ends the program at once
}

// One line that is overwritten on a terminal; a line per stage elsewhere.
void showProgress(const nidus::Progress& progress) {
    static std::string lastStage;
    static const bool isTerminal = isatty(STDERR_FILENO) != 0;
    const int percent = static_cast<int>(progress.fraction * 100);
    if (isTerminal)
        std::fprintf(stderr, "\r\033[K%3d %%  %s", percent, progress.stage.c_str());
    else if (progress.stage != lastStage)
        std::fprintf(stderr, "%3d %%  %s\n", percent, progress.stage.c_str());
    std::fflush(stderr);
    lastStage = progress.stage;
}

void endProgress() {
    if (isatty(STDERR_FILENO) != 0)
        std::fputs("\r\033[K", stderr);
}

int fail(const nidus::Error& error, bool json) {
    endProgress();
    if (json)
        std::cout << nidus::toJson(error) << '\n';
    std::cerr << error.code() << ": " << (error.caseId().empty() ? "" : error.caseId() + ": ") << error.what() << '\n';
    return kFailed;
}

} // namespace

int main(int argc, char** argv) {
    nidus::tuneAllocator();
    CLI::App program("Nidus turns a pretrained nnU-Net into a 3-D image classifier. Research use only.", "nidus-cli");
    program.set_version_flag("--version", std::string("nidus-cli ") + nidus::kVersion);
    program.require_subcommand(1);
    nidus::cli::Context context;
    program.add_flag("--json", context.json, "print one JSON document on stdout");
    program.fallthrough();

    nidus::cli::Action action;
    const nidus::cli::Select select = [&action](nidus::cli::Action chosen) { action = std::move(chosen); };
    nidus::cli::addInspectCommand(program, select);
    nidus::cli::addImageCommands(program, select);
    nidus::cli::addProjectCommands(program, select);
    nidus::cli::addTrainingCommands(program, select);
    nidus::cli::addClassifierCommands(program, select);
    nidus::cli::addExplainCommand(program, select);
    nidus::cli::addCacheCommand(program, select);
    nidus::cli::addDemoCommand(program, select);
    nidus::cli::addSelftestCommand(program, select);

    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? kDone : kWrongUsage;
    }

    context.control.token = interruptToken();
    context.control.onProgress = showProgress;
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
    try {
        const int code = action(context);
        endProgress();
        return code;
    } catch (const nidus::Cancelled&) {
        endProgress();
        std::cerr << "Stopped. What was finished is kept.\n";
        return kStopped;
    } catch (...) {
        return fail(nidus::asError(std::current_exception()), context.json);
    }
}

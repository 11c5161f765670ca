// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_report.h"

#include "app/composition.h"
#include "ui/common/qt_convert.h"
#include "ui/report/write_report.h"

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>

namespace nidus {
namespace {

namespace fs = std::filesystem;

const CancelToken& interruptToken() {
    static const CancelToken token;
    return token;
}

void onInterrupt(int) {
    interruptToken().cancel();
    std::signal(SIGINT, SIG_DFL); // a second Ctrl-C ends the program at once
}

struct RunPlace {
    fs::path project;
    std::string id; ///< empty: the newest finished one
};

RunPlace placeOf(const fs::path& run) {
    fs::path folder = fs::absolute(run).lexically_normal();
    if (!folder.has_filename()) // "runs/ID/"
        folder = folder.parent_path();
    if (folder.extension() == ".nidus")
        return {folder, {}};
    if (folder.parent_path().filename() == "runs")
        return {folder.parent_path().parent_path(), folder.filename().string()};
    throw Error("TRN-009", folder.string() + " is no run. Name a folder PROJECT.nidus/runs/ID.");
}

} // namespace

int exportReport(const QString& run, const QString& file) {
    JobControl control;
    control.token = interruptToken();
    std::signal(SIGINT, onInterrupt);
    try {
        const RunPlace place = placeOf(ui::pathFromQt(run));
        ui::writeReport(makeServices(), place.project, place.id, ui::pathFromQt(file), control);
        std::printf("%s\n", qPrintable(file));
        return 0;
    } catch (const Cancelled&) {
        std::fputs("Stopped. No report was written.\n", stderr);
        return 3;
    } catch (...) {
        const Error error = asError(std::current_exception());
        std::fprintf(stderr, "%s: %s\n", error.code().c_str(), error.what());
        return 1;
    }
}

} // namespace nidus

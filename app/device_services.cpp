// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/device_services.h"

#include "core/base/archive.h"
#include "core/base/error.h"
#include "core/model/torch_library.h"
#include "ui/common/qt_convert.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

namespace nidus {
namespace {

namespace fs = std::filesystem;

constexpr int kPollMs = 100;
constexpr ArchiveLimits kTorchLimits{50'000, std::uint64_t{32} << 30U}; // a CUDA build has some 15,000 files, 6 GB

std::string text(const QJsonObject& json, const char* key) {
    return ui::fromQt(json.value(QLatin1String(key)).toString());
}

/// What `selftest --json` has printed.
ui::DeviceReport reportFrom(const QJsonObject& json, const QString& messages) {
    ui::DeviceReport report{json.value(QLatin1String("passed")).toBool(), text(json, "library"), {}};
    // A LibTorch that was passed over is what was asked about: the built-in one has passed in its place.
    const QJsonArray problems = json.value(QLatin1String("problems")).toArray();
    const QJsonObject error = json.value(QLatin1String("error")).toObject(problems.at(0).toObject());
    report.passed = report.passed && error.isEmpty();
    if (!error.isEmpty())
        report.text = text(error, "text") + " (" + text(error, "code") + ")";
    else if (!report.passed)
        report.text = json.isEmpty() ? "The check ended early: " + ui::fromQt(messages.right(500).trimmed())
                                     : "The network does not compute as it should on this device.";
    return report;
}

} // namespace

ui::DeviceReport checkDevice(const ui::DeviceChoice& choice, const JobControl& control) {
    const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/nidus-cli");
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!choice.torch.empty())
        environment.insert(QStringLiteral("NIDUS_TORCH_DIR"), ui::pathToQt(choice.torch));
    process.setProcessEnvironment(environment);
    process.start(program, {QStringLiteral("selftest"), QStringLiteral("--json"), QStringLiteral("--device"),
                            ui::toQt(choice.device)});
    if (!process.waitForStarted())
        throw Error("ENG-005",
                    "The program nidus-cli, which does the check, is not beside this one. Install Nidus again.");
    try {
        while (!process.waitForFinished(kPollMs))
            control.step(0, "Checking the device");
    } catch (const Cancelled&) {
        process.kill();
        process.waitForFinished();
        throw;
    }
    return reportFrom(QJsonDocument::fromJson(process.readAllStandardOutput()).object(),
                      QString::fromUtf8(process.readAllStandardError()));
}

fs::path unpackTorch(const fs::path& archive, const JobControl& control) {
    control.step(0, "Unpacking LibTorch");
    const fs::path data = ui::pathFromQt(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation));
    const fs::path folder = data / "libtorch";
    fs::remove_all(folder);
    fs::create_directories(folder);
    const auto isLibrary = [&control](const std::string& name) {
        control.poll();
        return name.find("/lib/") != std::string::npos || name.ends_with("/version.py")
               || name.ends_with("/build-version");
    };
    extractMembers(archive, folder, isLibrary, kTorchLimits);
    if (const auto libraries = torchLibraries(folder))
        return libraries->parent_path();
    throw Error("ENG-001", "There is no lib/libtorch_cpu.so in " + archive.string()
                               + ". Choose the archive or the wheel of a LibTorch for Linux.");
}

} // namespace nidus

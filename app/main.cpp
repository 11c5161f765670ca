// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition.h"
#include "app/export_report.h"
#include "app/single_instance.h"
#include "app/start_options.h"
#include "app/tour.h"
#include "core/base/allocator.h"
#include "core/base/version.h"
#include "core/model/torch_library.h"
#include "ui/common/event_loop_gap.h"
#include "ui/common/qt_convert.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"
#include "ui/translation.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QIcon>
#include <QTimer>

#include <clocale>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <optional>

#include <unistd.h>

namespace {

using namespace nidus;

/// Milliseconds since the kernel started this process (field 22 of /proc/self/stat, in ticks of 10 ms).
double millisecondsSinceStart() {
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    constexpr int kStartTime = 19; // counted from the field after the name
    const double start = fields.value(kStartTime).toDouble() * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6 - start;
}

/// Prints the time when the first paint of the window is done, then quits.
class StartBenchmark final : public QObject {
public:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint && !m_isDone) {
            m_isDone = true;
            QTimer::singleShot(0, this, [] {
                std::printf("%.0f\n", millisecondsSinceStart());
                QCoreApplication::quit();
            });
        }
        return QObject::eventFilter(watched, event);
    }

private:
    bool m_isDone = false;
};

/// Gaps of the event loop over the whole session, and apart from it while a training runs.
class GapReport final : public QObject {
public:
    explicit GapReport(ui::TrainingViewModel& training) {
        connect(&training, &ui::TrainingViewModel::started, this, [this] { m_training.reset(); });
        const auto keep = [this] {
            m_largestInTraining = std::max(m_largestInTraining.value_or(0), m_training.largestMs());
        };
        connect(&training, &ui::TrainingViewModel::finished, this, keep);
        connect(&training, &ui::TrainingViewModel::stopped, this, keep);
        connect(&training, &ui::TrainingViewModel::failed, this, keep);
    }

    void print() const {
        std::printf("largest event-loop gap: %.1f ms\n", m_session.largestMs());
        if (m_largestInTraining)
            std::printf("largest event-loop gap while training: %.1f ms\n", *m_largestInTraining);
    }

private:
    ui::EventLoopGap m_session, m_training;
    std::optional<double> m_largestInTraining;
};

int runWindow(QApplication& application, const StartOptions& options) {
    ui::Preferences preferences;
    ui::installTranslations(application, options.language.isEmpty() ? preferences.language() : options.language);
    ui::applyScheme(application, options.scheme.isEmpty() ? preferences.scheme() : ui::schemeFromName(options.scheme));
    const bool isDevelopers = options.benchmarkStart || !options.tourFolder.isEmpty() || !options.trainPreset.isEmpty();
    SingleInstance instance(SingleInstance::defaultName());
    if (!isDevelopers && instance.handOver(options.files))
        return 0;
    const ui::DeviceChoice choice = preferences.device();
    if (!choice.torch.empty() && !qEnvironmentVariableIsSet("NIDUS_TORCH_DIR"))
        qputenv("NIDUS_TORCH_DIR", QFile::encodeName(ui::pathToQt(choice.torch)));
    const ui::Services services = makeServices(choice.device);
    ui::MainWindow window(services, preferences, ui::nativeDialogs());

    StartBenchmark benchmark;
    if (options.benchmarkStart)
        window.installEventFilter(&benchmark);
    std::optional<GapReport> gaps;
    if (options.reportGaps)
        gaps.emplace(window.training());
    std::optional<Tour> tour;
    if (!options.tourFolder.isEmpty() || !options.trainPreset.isEmpty())
        tour.emplace(window, options.tourFolder, options.trainPreset);
    QObject::connect(&instance, &SingleInstance::received, &window, [&window](const QStringList& paths) {
        window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
        window.show();
        window.activateWindow();
        window.open(paths);
    });
    window.show();
    if (const QString torch = qEnvironmentVariable("NIDUS_TORCH_DIR"); !torch.isEmpty())
        if (const auto misfit = torchMisfit(ui::pathFromQt(torch)))
            window.warnOfComputing(*misfit);
    if (options.classify)
        window.goTo(ui::MainWindow::Classify);
    if (!options.files.isEmpty())
        window.open(options.files);
    const int status = QApplication::exec();
    if (gaps)
        gaps->print();
    return status;
}

} // namespace

int main(int argc, char** argv) {
    tuneAllocator();
    for (int i = 1; i < argc; ++i) { // before Qt looks for a display
        if (std::strcmp(argv[i], "--version") == 0) {
            std::printf("nidus %s\n", kVersion);
            return 0;
        }
        // A report needs fonts and no display.
        if (std::strncmp(argv[i], "--export-report", 15) == 0 && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
            qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    std::setlocale(LC_NUMERIC, "C"); // Qt took the user's; numbers in files have a point
    QApplication::setApplicationName(QStringLiteral("nidus"));
    QApplication::setOrganizationName(QStringLiteral("Nidus"));
    QApplication::setApplicationVersion(QLatin1String(kVersion));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.nidus.Nidus"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/nidus.svg")));
    const StartOptions options = parseArguments(QApplication::arguments());
    if (options.reportRun.isEmpty())
        return runWindow(application, options);
    ui::installTranslations(application, options.language);
    return exportReport(options.reportRun, options.reportFile);
}

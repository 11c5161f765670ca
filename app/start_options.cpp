// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start_options.h"

#include "ui/report/write_report.h"

#include <QCommandLineParser>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace nidus {

StartOptions parseArguments(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Nidus turns a pretrained nnU-Net into a classifier for 3-D scans. Research use only."));
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 QStringLiteral("Project folder (NAME.nidus) or classifier (NAME.nidusmodel) to open, "
                                                "or scans to classify."),
                                 QStringLiteral("[FILE…]"));
    const QCommandLineOption version(QStringLiteral("version"), QStringLiteral("Print the version and quit."));
    const QCommandLineOption language(QStringLiteral("language"), QStringLiteral("Language of the window: en, zh_CN."),
                                      QStringLiteral("code"));
    const QCommandLineOption scheme(QStringLiteral("colours"), QStringLiteral("light, dark or system."),
                                    QStringLiteral("scheme"));
    const QCommandLineOption benchmark(
        QStringLiteral("benchmark-start"),
        QStringLiteral("Print the milliseconds from process start to the first painted window and quit."));
    const QCommandLineOption gaps(QStringLiteral("report-gaps"),
                                  QStringLiteral("Print the largest gaps of the window's event loop at the end."));
    const QCommandLineOption classify(QStringLiteral("classify"), QStringLiteral("Begin on the page Classify."));
    QCommandLineOption tour(QStringLiteral("tour"), QStringLiteral("Save pictures of the pages and quit."),
                            QStringLiteral("folder"));
    QCommandLineOption train(QStringLiteral("train"), QStringLiteral("Start a training at once."),
                             QStringLiteral("preset"));
    const QCommandLineOption report(QStringLiteral("export-report"),
                                    QStringLiteral("Write a report of a finished run (PROJECT.nidus/runs/ID) to the "
                                                   "file named after it, .html or .pdf, and quit; opens no window."),
                                    QStringLiteral("run"));
    for (QCommandLineOption* hidden : {&tour, &train})
        hidden->setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({version, classify, language, scheme, benchmark, gaps, report, tour, train});
    if (!parser.parse(arguments)) {
        std::fprintf(stderr, "%s\n", qPrintable(parser.errorText()));
        std::exit(2);
    }
    if (parser.isSet(QStringLiteral("help"))) {
        std::fputs(qPrintable(parser.helpText()), stdout);
        std::exit(0);
    }
    StartOptions options{parser.positionalArguments(), parser.isSet(classify),
                         parser.value(language),       parser.value(scheme),
                         parser.isSet(benchmark),      parser.isSet(gaps),
                         parser.value(tour),           parser.value(train),
                         parser.value(report),         {}};
    const auto isProject = [](const QString& file) { return file.endsWith(QLatin1String(".nidus")); };
    if ((parser.isSet(tour) || parser.isSet(train)) && std::ranges::none_of(options.files, isProject)) {
        std::fputs("--tour and --train need a project (NAME.nidus), for nothing begins before one is open.\n", stderr);
        std::exit(2);
    }
    if (parser.isSet(report)) {
        if (options.reportRun.isEmpty() || options.files.size() != 1 || !ui::isReportFile(options.files.front())) {
            std::fputs("--export-report needs a run and one file that ends in .html or .pdf.\n", stderr);
            std::exit(2);
        }
        options.reportFile = options.files.takeFirst();
    }
    return options;
}

} // namespace nidus

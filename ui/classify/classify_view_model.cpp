// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/classify/classify_view_model.h"

#include "core/base/files.h"
#include "ui/common/qt_convert.h"

#include <iterator>
#include <utility>

namespace nidus::ui {

namespace fs = std::filesystem;

ClassifyViewModel::ClassifyViewModel(const Services& services, QObject* parent)
    : QObject(parent), m_services(services), m_viewer(services) {
    connect(&m_viewer, &ViewerModel::failed, this, &ClassifyViewModel::failed);
    connect(&m_job, &JobRunner::progressed, this, [this](double fraction, const QString& stage) {
        if (m_isClassifying)
            Q_EMIT progressChanged(fraction, stage);
    });
    connect(&m_job, &JobRunner::cancelled, this, [this] {
        m_isClassifying = false;
        goOn();
    });
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        m_isClassifying = false;
        Q_EMIT failed(failure);
        goOn();
    });
}

void ClassifyViewModel::openClassifier(const fs::path& file) {
    m_wanted = file;
    m_job.cancel();
    goOn();
}

void ClassifyViewModel::classify(const std::vector<fs::path>& paths) {
    m_waiting.insert(m_waiting.end(), paths.begin(), paths.end());
    goOn();
}

void ClassifyViewModel::stop() {
    m_waiting.clear();
    m_job.cancel();
}

void ClassifyViewModel::clear() {
    m_report = {};
    m_viewer.close();
    Q_EMIT cleared();
    Q_EMIT stateChanged();
}

void ClassifyViewModel::showScan(const CasePrediction& prediction) {
    if (!m_classifier)
        return;
    const std::string& input = prediction.input;
    m_viewer.open({m_file.string() + '\n' + input,
                   toQt(fs::path(input).filename().string()),
                   [read = m_classifier->readScan, input](int, const JobControl& control) {
                       return ChannelImage{read(input, control)};
                   },
                   {},
                   [explain = m_classifier->explain, input](const ExplainOptions& options, const JobControl& control) {
                       return explain(input, options, control);
                   }});
}

RowPictures::Subject ClassifyViewModel::pictureOf(const CasePrediction& prediction) const {
    if (!m_classifier)
        return {};
    return {pathToQt(m_file) + QLatin1Char('\n') + toQt(prediction.input),
            [read = m_classifier->readMiddleSlice, input = prediction.input](const JobControl& control) {
                return read(input, control);
            }};
}

/// The next thing that was asked for, if nothing is going on.
void ClassifyViewModel::goOn() {
    if (m_job.isRunning()) {
        Q_EMIT stateChanged();
        return;
    }
    if (!m_wanted.empty()) {
        m_job.start([open = m_services.openClassifier,
                     file = m_wanted](const JobControl& control) { return open(file, control); },
                    [this, file = m_wanted](OpenClassifier classifier) {
                        m_classifier = std::move(classifier);
                        m_file = file;
                        clear();
                        Q_EMIT classifierChanged();
                        goOn();
                    });
        m_wanted.clear();
    } else if (m_classifier && !m_waiting.empty()) {
        m_isClassifying = true;
        const auto onCase = [this](const CasePrediction& prediction) {
            m_job.post([this, prediction] {
                m_report.cases.push_back(prediction);
                Q_EMIT caseArrived(prediction);
            });
        };
        m_job.start([run = m_classifier->classify, paths = std::exchange(m_waiting, {}),
                     onCase](const JobControl& control) { return run(paths, onCase, control); },
                    [this](const PredictReport& report) {
                        m_isClassifying = false;
                        addRefused(report.refused);
                        goOn();
                    });
    }
    Q_EMIT stateChanged();
}

void ClassifyViewModel::addRefused(const std::vector<Problem>& refused) {
    for (const Problem& problem : refused) {
        m_report.refused.push_back(problem);
        Q_EMIT caseRefused(problem);
    }
}

void ClassifyViewModel::saveTable(const fs::path& file) {
    if (!m_classifier || m_job.isRunning())
        return;
    m_job.start([file, text = toCsv(m_report, m_classifier->info.classes)](
                    const JobControl&) { writeFileAtomically(file, text); },
                [this, file] {
                    Q_EMIT tableSaved(pathToQt(file));
                    goOn();
                });
    Q_EMIT stateChanged();
}

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"
#include "ui/viewer/row_pictures.h"
#include "ui/viewer/viewer_model.h"

#include <QObject>

#include <filesystem>
#include <optional>
#include <vector>

namespace nidus::ui {

/// A trained classifier that is open, the scans that wait for it, and what it said of the others.
class ClassifyViewModel final : public QObject {
    Q_OBJECT

public:
    explicit ClassifyViewModel(const Services& services, QObject* parent = nullptr);

    /// Opens another classifier; what waits is classified with it, what was said before is forgotten.
    void openClassifier(const std::filesystem::path& file);
    /// Adds scans (files, folders); they wait until a classifier is open and what came before is done.
    void classify(const std::vector<std::filesystem::path>& paths);
    /// Stops after the case of the moment; what is waiting is dropped, what was said stays.
    void stop();
    void clear();
    /// Shows the scan of a case in the viewer, with what its prediction rests on.
    void showScan(const CasePrediction& prediction);
    /// A small picture of its scan.
    [[nodiscard]] RowPictures::Subject pictureOf(const CasePrediction& prediction) const;
    /// Writes what was said as CSV.
    void saveTable(const std::filesystem::path& file);

    [[nodiscard]] const std::filesystem::path& file() const { return m_file; } ///< of the open classifier; or empty
    [[nodiscard]] const std::optional<OpenClassifier>& classifier() const { return m_classifier; }
    [[nodiscard]] const PredictReport& report() const { return m_report; }
    /// The scan beside the cards.
    [[nodiscard]] ViewerModel& viewer() { return m_viewer; }
    [[nodiscard]] bool isClassifying() const { return m_isClassifying; }
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    [[nodiscard]] bool isWaiting() const { return !m_waiting.empty(); }

Q_SIGNALS:
    void classifierChanged();
    void stateChanged();
    void progressChanged(double fraction, const QString& stage);
    void caseArrived(const nidus::CasePrediction& prediction);
    void caseRefused(const nidus::Problem& problem);
    void cleared();
    void tableSaved(const QString& file);
    void failed(const nidus::ui::Failure& failure);

private:
    void goOn();
    void addRefused(const std::vector<Problem>& refused);

    const Services& m_services;
    std::filesystem::path m_file, m_wanted;
    std::optional<OpenClassifier> m_classifier;
    std::vector<std::filesystem::path> m_waiting;
    PredictReport m_report;
    bool m_isClassifying = false;
    ViewerModel m_viewer;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/evaluation.h"

#include <QByteArray>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <string>
#include <vector>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QShortcut;
class QTableView;
class QTabWidget;

namespace nidus {
struct RunResult;
}

namespace nidus::ui {

class CaseChips;
class Preferences;
class PredictionFilter;
class PredictionTableModel;
class ResultCardRow;
class ResultView;
class ResultsViewModel;
class SelectionBar;
class TextLabel;
class ThresholdBar;
class ViewerModel;
class ViewerPanel;

/// Makes the content of a file with this suffix.
using RenderChart = std::function<QByteArray(const QString& suffix)>;

/// What a run is worth: headline figures with their intervals, and in tabs the prediction of every case with its scan
/// beside it, and each way to look at all of them. The cases that one tab chooses are those that the table shows.
class ResultsPage final : public QWidget {
    Q_OBJECT

public:
    ResultsPage(ResultsViewModel& model, ViewerModel& viewer, Preferences& preferences, QWidget* parent = nullptr);

    /// A training begins: the table empties and fills with its predictions as they come.
    void beginLive(const std::vector<std::string>& classes);
    void addLive(const Prediction& prediction);
    /// Shows the result that the model holds, whatever a training that was not finished had brought.
    void showResult();

Q_SIGNALS:
    /// The user wants the classifier of this run as a file.
    void classifierWanted();
    /// The user gives these cases another label in the project.
    void labelWanted(const QStringList& cases, const QString& className);
    /// The user wants a chart as a file.
    void chartWanted(const QString& name, const nidus::ui::RenderChart& render);
    /// The user wants a report of this run.
    void reportWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildTabs(QBoxLayout* column);
    void addView(ResultView* view, const QString& title);
    void buildTools(QBoxLayout* column);
    void buildBody(QBoxLayout* column);
    void buildPictures(Preferences& preferences);
    void showNotes();
    void offerLabels();
    void showScan();
    void goToCase(int step);
    void showRuns();
    void goToCases();
    void showSelection();
    void countMarks();
    void updateCount();
    [[nodiscard]] QString notes() const;

    ResultsViewModel& m_model;
    ViewerModel& m_viewer;
    QComboBox* m_runs;
    QPushButton* m_save;
    QPushButton* m_export;
    TextLabel* m_subtitle;
    ResultCardRow* m_cards;
    TextLabel* m_notes; ///< what a user must know beside the figures
    ThresholdBar* m_threshold;
    QTabWidget* m_tabs;
    SelectionBar* m_selection;
    QShortcut* m_escape; ///< shows all cases again
    QLineEdit* m_search;
    CaseChips* m_chips;
    TextLabel* m_count;
    TextLabel* m_empty;
    PredictionTableModel* m_predictions;
    PredictionFilter* m_filter;
    QTableView* m_table;
    QCheckBox* m_picturesShown;
    QPushButton* m_scanShown; ///< checked while the scan stands beside the table
    ViewerPanel* m_scan;
    QTimer m_countSoon; ///< predictions come by the hundred
    bool m_isLive = false;
};

} // namespace nidus::ui

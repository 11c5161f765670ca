// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/events.h"
#include "ui/charts/loss_series.h"

#include <QStringList>
#include <QTabWidget>

#include <string>
#include <vector>

class QListWidget;
class QTableView;
class QTime;

namespace nidus::ui {

class ClassTableModel;
class HeldCasesModel;
class TextLabel;

/// Beside the chart: what the curves say in words, how each class fares, some cases to watch, and the messages.
class TrainingTabs final : public QTabWidget {
    Q_OBJECT

public:
    explicit TrainingTabs(QWidget* parent = nullptr);

    void begin(const std::vector<std::string>& classes);
    void setCurves(const FitCurves* curves); ///< of the fit that the chart shows; nullptr: none
    void setLearnedInOneGo(bool isSo);       ///< the run is over and had no epochs
    void addEpoch(const EpochEvent& event);
    void addMessage(const QString& iconName, const QString& text, const QTime& time);

private:
    void showSentences();

    QStringList m_sentences;
    bool m_isLearnedInOneGo = false;
    TextLabel* m_now;
    ClassTableModel* m_classes;
    HeldCasesModel* m_cases;
    QListWidget* m_log;
};

} // namespace nidus::ui

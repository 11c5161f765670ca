// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/train.h"

#include <QString>
#include <QWidget>

#include <vector>

class QGridLayout;

namespace nidus::ui {

/// One headline figure in words: what it is, its value and interval, how to read it, and what to be careful about.
struct ResultCard {
    QString name; ///< stable, for tests
    QString title, value, interval, detail, caution;
};

/// The headline of a run. Figures that are not defined say why.
[[nodiscard]] std::vector<ResultCard> resultCards(const RunResult& result);

/// Log-loss of always answering with the class frequencies of the labelled predictions; 0 if there are none.
[[nodiscard]] double frequencyLogLoss(const std::vector<Prediction>& predictions);

/// The cards side by side.
class ResultCardRow final : public QWidget {
    Q_OBJECT

public:
    explicit ResultCardRow(QWidget* parent = nullptr);
    void setCards(const std::vector<ResultCard>& cards);
    /// Compact: only title, value and interval, a mark where caution is due, and the words in the tool tip.
    void setCompact(bool isCompact);

private:
    void applyCompact();

    QGridLayout* m_layout;
    bool m_isCompact = false;
};

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/training_view_model.h"

#include <QWidget>

#include <vector>

namespace nidus::ui {

/// A row of small marks, one per fold: waiting, running, done; each says so by shape and words, not by colour alone.
/// Hidden without folds.
class FoldChips final : public QWidget {
    Q_OBJECT

public:
    explicit FoldChips(QWidget* parent = nullptr);
    void setFolds(const std::vector<TrainingViewModel::Fold>& folds);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<TrainingViewModel::Fold> m_folds;
};

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QBoxLayout;
class QDoubleSpinBox;
class QSlider;

namespace nidus {
struct ThresholdGoal;
}

namespace nidus::ui {

class ResultsViewModel;
class TextLabel;

/// A goal of a threshold in words: "Youden", "Sensitivity ≥ 0.9".
[[nodiscard]] QString goalText(const ThresholdGoal& goal);

/// From which probability on a case counts as of the positive class: by hand, or as the run reported it. Says what the
/// threshold does and how far to trust it.
class ThresholdBar final : public QWidget {
    Q_OBJECT

public:
    explicit ThresholdBar(ResultsViewModel& model, QWidget* parent = nullptr);

    /// Whether there are two classes, and cases to judge by.
    [[nodiscard]] bool isUseful() const;

private:
    void showResult();
    void showRule();
    void addReports();
    [[nodiscard]] QString effectText() const;
    [[nodiscard]] QString trustText() const;

    ResultsViewModel& m_model;
    TextLabel* m_label;
    QSlider* m_slider;
    QDoubleSpinBox* m_value;
    QBoxLayout* m_buttons;
    TextLabel* m_note;
};

} // namespace nidus::ui

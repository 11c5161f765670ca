// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QPushButton;

namespace nidus::ui {

class TextLabel;

/// How common the class is where the classifier would be used; at first as common as among the cases.
class PrevalenceBox final : public QWidget {
    Q_OBJECT

public:
    explicit PrevalenceBox(QWidget* parent = nullptr);

    /// The share of the class among the cases; forgets what was assumed.
    void setObserved(double share);
    /// In [0, 1].
    [[nodiscard]] double prevalence() const { return m_isAssumed ? m_assumed : m_observed; }
    [[nodiscard]] bool isAssumed() const { return m_isAssumed; }

Q_SIGNALS:
    void changed();

private:
    void showPrevalence();

    QDoubleSpinBox* m_box;
    QPushButton* m_reset;
    double m_observed = 0, m_assumed = 0;
    bool m_isAssumed = false;
};

} // namespace nidus::ui

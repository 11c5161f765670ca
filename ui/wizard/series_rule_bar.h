// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/series_rule.h"

#include "ui/common/controls.h"

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QPushButton;

namespace nidus::ui {

class SeriesTableModel;

/// "Choose one series per patient": what must be true of it, how many patients then have one, and the button that does
/// it.
class SeriesRuleBar final : public Card {
    Q_OBJECT

public:
    explicit SeriesRuleBar(SeriesTableModel& model, QWidget* parent = nullptr);
    void setModalities(const QStringList& modalities);

Q_SIGNALS:
    void done();

private:
    [[nodiscard]] SeriesRule rule() const;
    void count();

    SeriesTableModel& m_model;
    QComboBox* m_modality;
    QLineEdit* m_words;
    QDoubleSpinBox* m_spacing;
    TextLabel* m_outcome;
    QPushButton* m_apply;
};

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/series_rule.h"

#include "ui/common/controls.h"

#include <QStringList>

#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace nidus::ui {

class SeriesTableModel;

/// The series of each patient that matter: how many images a case has, what must be true of each, how many patients
/// then have them, and the button that does it.
class SeriesRuleBar final : public Card {
    Q_OBJECT

public:
    explicit SeriesRuleBar(SeriesTableModel& model, QWidget* parent = nullptr);
    void setModalities(const QStringList& modalities);

Q_SIGNALS:
    void done();

private:
    /// The conditions for one image.
    struct Row {
        QWidget* line = nullptr;
        QLabel* name = nullptr;
        QComboBox* modality = nullptr;
        QLineEdit* words = nullptr;
        QDoubleSpinBox* spacing = nullptr;
    };

    void addRow();
    void setImages(int images);
    void fillModalities(QComboBox* box) const;
    [[nodiscard]] std::vector<SeriesRule> rules() const;
    void count();
    [[nodiscard]] QString outcomeOf(const SeriesRule& rule);
    [[nodiscard]] QString outcomeOf(const std::vector<SeriesRule>& rules);

    SeriesTableModel& m_model;
    QVBoxLayout* m_lines;
    std::vector<Row> m_rows;
    QSpinBox* m_images;
    TextLabel* m_outcome;
    QPushButton* m_apply;
    QStringList m_modalities;
};

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWizardPage>

#include <string>

class QCheckBox;

namespace nidus::ui {

class NewProjectModel;
class PresetPicker;
class TextLabel;

/// Last step: how much effort, what was gathered, and the start.
class StartPage final : public QWizardPage {
    Q_OBJECT

public:
    explicit StartPage(NewProjectModel& model, QWidget* parent = nullptr);

    void initializePage() override;
    [[nodiscard]] std::string preset() const;
    [[nodiscard]] bool wantsTraining() const;

private:
    NewProjectModel& m_model;
    PresetPicker* m_presets;
    TextLabel* m_summary;
    QCheckBox* m_start;
};

} // namespace nidus::ui

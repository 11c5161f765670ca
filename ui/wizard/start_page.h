// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/recipe.h"

#include <QWizardPage>

class QCheckBox;

namespace nidus::ui {

class NewProjectModel;
class TextLabel;

/// Last step: what was gathered, what would be better, and the start.
class StartPage final : public QWizardPage {
    Q_OBJECT

public:
    explicit StartPage(NewProjectModel& model, QWidget* parent = nullptr);

    void initializePage() override;
    /// How the run shall go.
    void setRecipe(const Recipe& recipe);
    [[nodiscard]] bool wantsTraining() const;

private:
    [[nodiscard]] QStringList warnings() const;

    NewProjectModel& m_model;
    TextLabel* m_summary;
    TextLabel* m_warnings;
    QCheckBox* m_start;
    Recipe m_recipe;
};

} // namespace nidus::ui

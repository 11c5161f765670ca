// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/recipe_fields.h"
#include "core/training/run_cost.h"
#include "ui/training/augmentation_panel.h"

#include <QWidget>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

class QDoubleSpinBox;
class QLineEdit;
class QPlainTextEdit;
class QRadioButton;
class QTabBar;
class QToolButton;

namespace nidus::ui {

class PresetPicker;
class RecipeForm;
class TextLabel;

/// How a run shall go: a preset, how it is judged, and under Advanced every knob, as a form and as the text of a recipe
/// file: two views of one recipe.
class RecipePanel final : public QWidget {
    Q_OBJECT

public:
    explicit RecipePanel(std::function<Recipe(const std::string& preset)> recipeOf, QWidget* parent = nullptr);

    /// Absent while what stands under Advanced is no recipe.
    [[nodiscard]] const std::optional<Recipe>& recipe() const { return m_recipe; }
    void setProject(const std::filesystem::path& folder);
    /// What was measured; the cards then say how long they take.
    void setCosts(const RunCosts& costs);
    /// How the augmentation is tried on a case.
    void setPreview(AugmentationPanel::Ask ask);
    /// In place of the times: why there are none yet.
    void setTimesText(const QString& text);

Q_SIGNALS:
    void changed();

private:
    void build();
    void takePreset();
    void takeText();
    void takeField(const std::string& key, const FieldValue& value);
    void takeJudging();
    void check();
    void refuse(const Error& error);
    void showAdvanced();
    void showRecipe();
    void showTimes();

    std::function<Recipe(const std::string&)> m_recipeOf;
    std::filesystem::path m_project;
    Recipe m_preset;                ///< that is chosen
    Recipe m_draft;                 ///< what the form shows, right or wrong
    std::optional<Recipe> m_recipe; ///< the draft, if it is one
    std::optional<RunCosts> m_costs;
    PresetPicker* m_presets;
    TextLabel* m_times;
    QRadioButton* m_folds;
    QRadioButton* m_holdout;
    QDoubleSpinBox* m_share;
    QToolButton* m_advanced;
    QWidget* m_more;
    QTabBar* m_views;
    RecipeForm* m_form;
    AugmentationPanel* m_preview;
    QPlainTextEdit* m_text;
    TextLabel* m_error;
    QLineEdit* m_command;
    bool m_isShowing = false; ///< the widgets are being set and mean nothing
};

/// The command that starts the same run without a window.
[[nodiscard]] QString trainCommand(const std::filesystem::path& project, const Recipe& recipe, const Recipe& preset);

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/run_cost.h"

#include <QWidget>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

class QDoubleSpinBox;
class QLineEdit;
class QPlainTextEdit;
class QRadioButton;
class QToolButton;

namespace nidus::ui {

class PresetPicker;
class TextLabel;

/// How a run shall go: a preset, how it is judged, and under Advanced every knob as the text of a recipe file.
class RecipePanel final : public QWidget {
    Q_OBJECT

public:
    explicit RecipePanel(std::function<Recipe(const std::string& preset)> recipeOf, QWidget* parent = nullptr);

    /// Absent while the text under Advanced is no recipe.
    [[nodiscard]] const std::optional<Recipe>& recipe() const { return m_recipe; }
    void setProject(const std::filesystem::path& folder);
    /// What was measured; the cards then say how long they take.
    void setCosts(const RunCosts& costs);
    /// In place of the times: why there are none yet.
    void setTimesText(const QString& text);

Q_SIGNALS:
    void changed();

private:
    void build();
    void takePreset();
    void takeText();
    void takeJudging();
    void showRecipe();
    void showTimes();

    std::function<Recipe(const std::string&)> m_recipeOf;
    std::filesystem::path m_project;
    std::optional<Recipe> m_recipe;
    std::optional<RunCosts> m_costs;
    PresetPicker* m_presets;
    TextLabel* m_times;
    QRadioButton* m_folds;
    QRadioButton* m_holdout;
    QDoubleSpinBox* m_share;
    QToolButton* m_advanced;
    QWidget* m_more;
    QPlainTextEdit* m_text;
    TextLabel* m_error;
    QLineEdit* m_command;
    bool m_isShowing = false; ///< the widgets are being set and mean nothing
};

/// The command that starts the same run without a window.
[[nodiscard]] QString trainCommand(const std::filesystem::path& project, const Recipe& recipe, const Recipe& preset);

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/recipe_panel.h"

#include "core/base/error.h"
#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/training/preset_picker.h"
#include "ui/training/recipe_form.h"

#include <QApplication>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace nidus::ui {
namespace {

constexpr double kUsualShare = 0.2;
constexpr std::array kPresets{"quick", "balanced", "thorough"};

/// No finer than an estimate can be.
QString roughly(double seconds) {
    constexpr double kMinute = 60, kHour = 3600;
    const auto whole = [](double value) { return std::max(1, static_cast<int>(std::lround(value))); };
    if (seconds < 1.5 * kMinute)
        return RecipePanel::tr("about %n second(s)", nullptr, whole(seconds));
    if (seconds < 1.5 * kHour)
        return RecipePanel::tr("about %n minute(s)", nullptr, whole(seconds / kMinute));
    return RecipePanel::tr("about %n hour(s)", nullptr, whole(seconds / kHour));
}

QString memoryText(double bytes) {
    constexpr double kGiga = 1e9;
    return RecipePanel::tr("about %1 GB of memory")
        .arg(QLocale().toString(bytes / kGiga, 'f', bytes < 10 * kGiga ? 1 : 0));
}

QString quoted(const QString& word) {
    static const QString plain =
        QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+=:,@%");
    for (const QChar c : word)
        if (!plain.contains(c) && c.unicode() < 128) // letters of other scripts mean nothing to a shell
            return QLatin1Char('\'') + QString(word).replace(QLatin1Char('\''), QLatin1String("'\\''"))
                   + QLatin1Char('\'');
    return word;
}

} // namespace

QString trainCommand(const std::filesystem::path& project, const Recipe& recipe, const Recipe& preset) {
    QString command = QStringLiteral("nidus-cli train --project ") + quoted(pathToQt(project));
    Recipe plain = recipe;
    plain.holdout = preset.holdout;
    command +=
        plain == preset ? QStringLiteral(" --preset ") + toQt(recipe.preset) : QStringLiteral(" --recipe recipe.json");
    if (plain == preset && recipe.holdout != preset.holdout)
        command += QStringLiteral(" --holdout %1").arg(recipe.holdout);
    return command;
}

RecipePanel::RecipePanel(std::function<Recipe(const std::string&)> recipeOf, QWidget* parent)
    : QWidget(parent), m_recipeOf(std::move(recipeOf)), m_presets(new PresetPicker),
      m_times(named(new TextLabel(TextRole::Secondary), "recipeTimes", tr("How long it takes"))),
      m_folds(named(new QRadioButton(tr("Test every case once, in &turns (recommended)")), "judgeFolds",
                    tr("Test every case once, in turns"))),
      m_holdout(named(new QRadioButton(tr("&Hold out a share and test it once:")), "judgeHoldout",
                      tr("Hold out a share of the cases and test it once"))),
      m_share(named(new QDoubleSpinBox, "holdoutShare", tr("Share of the cases that is held out"))),
      m_advanced(named(new QToolButton, "recipeAdvanced", tr("Advanced settings"))), m_more(new QWidget),
      m_views(named(new QTabBar, "recipeViews", tr("Ways to change the recipe"))), m_form(new RecipeForm),
      m_preview(new AugmentationPanel), m_text(named(new QPlainTextEdit, "recipeText", tr("The recipe as text"))),
      m_error(named(new TextLabel(TextRole::Body), "recipeError", tr("What is wrong with the recipe"))),
      m_command(named(new QLineEdit, "recipeCommand", tr("The same as a command"))) {
    build();
    connect(m_presets, &PresetPicker::changed, this, &RecipePanel::takePreset);
    for (QRadioButton* button : {m_folds, m_holdout})
        connect(button, &QRadioButton::clicked, this, &RecipePanel::takeJudging);
    connect(m_share, &QDoubleSpinBox::valueChanged, this, &RecipePanel::takeJudging);
    connect(m_text, &QPlainTextEdit::textChanged, this, &RecipePanel::takeText);
    connect(m_form, &RecipeForm::edited, this, &RecipePanel::takeField);
    connect(m_views, &QTabBar::currentChanged, this, &RecipePanel::showAdvanced);
    connect(m_advanced, &QToolButton::toggled, this, [this](bool isOpen) {
        m_advanced->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
        m_more->setVisible(isOpen);
    });
    takePreset();
}

void RecipePanel::build() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_presets);
    m_times->setWordWrap(true);
    column->addWidget(m_times);

    column->addWidget(new TextLabel(TextRole::Heading, tr("How is it judged?")));
    auto* judging = new QHBoxLayout;
    m_share->setRange(5, 50);
    m_share->setDecimals(0);
    m_share->setSuffix(tr(" %"));
    m_share->setValue(100 * kUsualShare);
    judging->addWidget(m_folds);
    judging->addSpacing(16);
    judging->addWidget(m_holdout);
    judging->addWidget(m_share);
    judging->addStretch(1);
    column->addLayout(judging);

    m_advanced->setText(tr("&Advanced"));
    m_advanced->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_advanced->setArrowType(Qt::RightArrow);
    m_advanced->setCheckable(true);
    m_advanced->setAutoRaise(true);
    column->addWidget(m_advanced);
    auto* more = new QVBoxLayout(m_more);
    more->setContentsMargins(0, 0, 0, 0);
    auto* head = new QHBoxLayout;
    auto* explanation = new TextLabel(TextRole::Secondary, tr("Every setting of the run, as a form or as a recipe file "
                                                              "(JSON). What you change here holds for this run."));
    explanation->setWordWrap(true);
    head->addWidget(explanation, 1);
    auto* reset = named(new QPushButton(tr("&Reset")), "recipeReset", tr("Back to the preset"));
    connect(reset, &QPushButton::clicked, this, &RecipePanel::takePreset);
    head->addWidget(reset);
    more->addLayout(head);
    m_views->addTab(tr("Form"));
    m_views->addTab(tr("Text (JSON)"));
    m_views->setDrawBase(false);
    m_views->setExpanding(false);
    more->addWidget(m_views);
    m_error->setWordWrap(true);
    m_error->hide();
    more->addWidget(m_error);
    more->addWidget(m_form);
    m_form->addBelow(FieldGroup::Augmentation, m_preview);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(m_text->fontMetrics().height() * 8);
    more->addWidget(m_text, 1);
    showAdvanced();
    m_more->hide();
    column->addWidget(m_more, 1);

    auto* command = new QHBoxLayout;
    auto* label = new TextLabel(TextRole::Secondary, tr("The same as a command:"));
    m_command->setReadOnly(true);
    auto* copy = named(new QPushButton(tr("&Copy")), "copyCommand", tr("Copy the command"));
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_command->text()); });
    command->addWidget(label);
    command->addWidget(m_command, 1);
    command->addWidget(copy);
    column->addLayout(command);
    column->addStretch(0);
}

void RecipePanel::setProject(const std::filesystem::path& folder) {
    m_project = folder;
    showRecipe();
}

void RecipePanel::setCosts(const RunCosts& costs) {
    m_costs = costs;
    m_times->setText(tr("Times and memory are estimated from one of your cases on this machine."));
    showTimes();
}

void RecipePanel::setPreview(AugmentationPanel::Ask ask) {
    m_preview->setAsk(std::move(ask));
}

void RecipePanel::setTimesText(const QString& text) {
    m_costs.reset();
    m_times->setText(text);
    for (const char* preset : kPresets)
        m_presets->setNote(preset, {});
}

void RecipePanel::takePreset() {
    const double holdout = m_holdout->isChecked() ? m_draft.holdout : 0;
    m_preset = m_recipeOf(m_presets->preset());
    m_draft = m_preset;
    if (holdout > 0)
        m_draft.holdout = holdout;
    check();
}

void RecipePanel::takeJudging() {
    if (m_isShowing || !m_recipe)
        return;
    m_draft.holdout = m_holdout->isChecked() ? m_share->value() / 100 : 0;
    check();
}

void RecipePanel::takeField(const std::string& key, const FieldValue& value) {
    m_draft = withField(m_draft, key, value);
    check();
}

void RecipePanel::takeText() {
    if (m_isShowing)
        return;
    try {
        m_draft = recipeFromJson(fromQt(m_text->toPlainText()));
        check();
    } catch (const Error& error) {
        m_form->setEnabled(false); // it could not say what stands in the text
        refuse(error);
    }
}

void RecipePanel::check() {
    try {
        m_recipe = recipeFromJson(toJson(m_draft));
        m_form->setEnabled(true);
        m_form->setError({});
        m_error->clear();
        m_error->hide();
        showRecipe();
    } catch (const Error& error) {
        refuse(error);
    }
}

void RecipePanel::refuse(const Error& error) {
    m_recipe.reset();
    const QString text = tr("%1 (%2)").arg(toQt(error.what()), toQt(error.code()));
    m_form->setError(text);
    m_error->announce(text);
    m_error->show();
    showRecipe();
}

void RecipePanel::showAdvanced() {
    m_form->setVisible(m_views->currentIndex() == 0);
    m_text->setVisible(m_views->currentIndex() == 1);
}

void RecipePanel::showRecipe() {
    m_isShowing = true;
    m_share->setEnabled(m_recipe && m_recipe->holdout > 0);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_folds, m_holdout})
        widget->setEnabled(m_recipe.has_value());
    if (m_recipe) {
        (m_recipe->holdout > 0 ? m_holdout : m_folds)->setChecked(true);
        if (m_recipe->holdout > 0)
            m_share->setValue(100 * m_recipe->holdout);
        m_command->setText(trainCommand(m_project, *m_recipe, m_preset));
        m_preview->setRecipe(*m_recipe);
    }
    if (m_form->isEnabled()) {
        m_form->setRecipe(m_draft, m_preset);
        if (!m_text->hasFocus()) // while it is typed, the text is the user's
            m_text->setPlainText(toQt(toJson(m_draft)));
    }
    m_command->setCursorPosition(0);
    m_isShowing = false;
    showTimes();
    Q_EMIT changed();
}

void RecipePanel::showTimes() {
    if (!m_costs)
        return;
    for (const char* preset : kPresets) {
        const bool isChosen = m_presets->preset() == preset;
        Recipe recipe = isChosen && m_recipe ? *m_recipe : m_recipeOf(preset);
        if (m_recipe)
            recipe.holdout = m_recipe->holdout;
        m_presets->setNote(preset, roughly(estimatedSeconds(recipe, *m_costs)) + QStringLiteral("  ·  ")
                                       + memoryText(estimatedMemory(recipe, *m_costs)));
    }
}

} // namespace nidus::ui

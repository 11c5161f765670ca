// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/series_rule_bar.h"

#include "ui/common/qt_convert.h"
#include "ui/wizard/series_table_model.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace nidus::ui {
namespace {

constexpr int kMostImages = 6;

/// "ruleWords" for the first image, "ruleWords_2" for the second.
QByteArray numbered(const char* name, std::size_t row) {
    QByteArray text(name);
    if (row > 0)
        text.append('_').append(QByteArray::number(static_cast<qulonglong>(row + 1)));
    return text;
}

} // namespace

SeriesRuleBar::SeriesRuleBar(SeriesTableModel& model, QWidget* parent)
    : Card(parent), m_model(model), m_lines(new QVBoxLayout),
      m_images(named(new QSpinBox, "ruleImages", tr("Images of each case"))),
      m_outcome(named(new TextLabel(TextRole::Secondary), "ruleOutcome", tr("What the rule picks"))),
      m_apply(named(new QPushButton(tr("&Use these")), "applyRule", tr("Use the series that the rule picks"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    m_lines->setSpacing(4);
    column->addLayout(m_lines);
    auto* outcome = new QHBoxLayout;
    auto* text = new QLabel(tr("&Images per case:"));
    text->setBuddy(m_images);
    m_images->setRange(1, kMostImages);
    m_images->setToolTip(tr("One for most models; as many as the model has inputs, in their order, for others (T1, T2, "
                            "FLAIR)."));
    outcome->addWidget(text);
    outcome->addWidget(m_images);
    m_outcome->setWordWrap(true);
    outcome->addWidget(m_outcome, 1);
    outcome->addWidget(m_apply);
    column->addLayout(outcome);
    setImages(1);

    connect(m_images, &QSpinBox::valueChanged, this, &SeriesRuleBar::setImages);
    connect(&m_model, &SeriesTableModel::countsChanged, this, [this] {
        if (isVisible())
            count();
    });
    connect(m_apply, &QPushButton::clicked, this, [this] {
        m_model.apply(rules());
        Q_EMIT done();
    });
}

void SeriesRuleBar::addRow() {
    const std::size_t number = m_rows.size();
    Row row;
    row.line = new QWidget;
    auto* conditions = new QHBoxLayout(row.line);
    conditions->setContentsMargins(0, 0, 0, 0);
    row.name = new QLabel(tr("Image %1").arg(number + 1));
    row.modality = named(new QComboBox, numbered("ruleModality", number).constData(),
                         tr("Kind of scan of image %1").arg(number + 1));
    row.words = named(new QLineEdit, numbered("ruleWords", number).constData(),
                      tr("Words in the description of image %1").arg(number + 1));
    row.spacing = named(new QDoubleSpinBox, numbered("ruleSpacing", number).constData(),
                        tr("Largest distance between slices of image %1").arg(number + 1));
    row.words->setPlaceholderText(tr("any description, or words: lung|chest|-scout"));
    row.words->setToolTip(tr("One of these words is in the description, and none that has a minus before it."));
    addClearButton(row.words);
    row.spacing->setRange(0, 50);
    row.spacing->setDecimals(2);
    row.spacing->setSingleStep(0.5);
    row.spacing->setSuffix(tr(" mm"));
    row.spacing->setSpecialValueText(tr("any"));
    auto* spacingText = new QLabel(number == 0 ? tr("Slices at &most apart:") : tr("Slices at most apart:"));
    spacingText->setBuddy(row.spacing);
    conditions->addWidget(row.name);
    conditions->addWidget(row.modality);
    conditions->addWidget(row.words, 1);
    conditions->addWidget(spacingText);
    conditions->addWidget(row.spacing);
    m_lines->addWidget(row.line);
    fillModalities(row.modality);
    connect(row.modality, &QComboBox::currentIndexChanged, this, &SeriesRuleBar::count);
    connect(row.words, &QLineEdit::textChanged, this, &SeriesRuleBar::count);
    connect(row.spacing, &QDoubleSpinBox::valueChanged, this, &SeriesRuleBar::count);
    m_rows.push_back(row);
}

/// Rows that are not needed are kept for when they are again.
void SeriesRuleBar::setImages(int images) {
    while (static_cast<int>(m_rows.size()) < images)
        addRow();
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        m_rows[row].line->setVisible(static_cast<int>(row) < images);
        m_rows[row].name->setVisible(images > 1);
    }
    count();
}

void SeriesRuleBar::fillModalities(QComboBox* box) const {
    const QString before = box->currentData().toString();
    const QSignalBlocker blocker(box);
    box->clear();
    box->addItem(tr("any kind"));
    for (const QString& modality : m_modalities)
        box->addItem(modality, modality);
    box->setCurrentIndex(std::max(0, box->findData(before)));
}

void SeriesRuleBar::setModalities(const QStringList& modalities) {
    m_modalities = modalities;
    for (const Row& row : m_rows)
        fillModalities(row.modality);
    count();
}

std::vector<SeriesRule> SeriesRuleBar::rules() const {
    std::vector<SeriesRule> rules;
    for (std::size_t row = 0; row < static_cast<std::size_t>(m_images->value()); ++row)
        rules.push_back({fromQt(m_rows[row].modality->currentData().toString()), fromQt(m_rows[row].words->text()),
                         m_rows[row].spacing->value()});
    return rules;
}

void SeriesRuleBar::count() {
    const std::vector<SeriesRule> all = rules();
    m_outcome->announce((all.size() == 1 ? outcomeOf(all.front()) : outcomeOf(all)) + QLatin1Char('\n')
                        + tr("Of several the one with the thinnest slices is taken, then the one with the most."));
}

QString SeriesRuleBar::outcomeOf(const SeriesRule& rule) {
    const RuleOutcome outcome = chooseOnePerPatient(m_model.series(), rule);
    QStringList parts{tr("1 series for %n patient(s)", nullptr, outcome.one)};
    if (outcome.none > 0)
        parts << tr("none for %n", nullptr, outcome.none);
    if (outcome.several > 0)
        parts << tr("several equal ones for %n: the first is taken", nullptr, outcome.several);
    m_apply->setEnabled(!outcome.chosen.empty());
    return parts.join(tr(", "));
}

QString SeriesRuleBar::outcomeOf(const std::vector<SeriesRule>& rules) {
    const ChannelOutcome outcome = chooseChannels(m_model.series(), rules);
    QStringList parts{
        tr("All %1 images for %n patient(s)", nullptr, outcome.complete).arg(static_cast<int>(rules.size()))};
    if (outcome.incomplete > 0)
        parts << tr("not all for %n", nullptr, outcome.incomplete);
    if (outcome.several > 0)
        parts << tr("several equal ones for %n: the first is taken", nullptr, outcome.several);
    m_apply->setEnabled(!outcome.chosen.empty());
    return parts.join(tr(", "));
}

} // namespace nidus::ui

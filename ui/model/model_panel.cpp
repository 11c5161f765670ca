// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/model_panel.h"

#include "ui/classify/drop_zone.h"
#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/data/data_page.h"
#include "ui/model/model_text.h"
#include "ui/model/model_view_model.h"
#include "ui/theme/icon.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kIcon = 16;

void clear(QLayout* layout) {
    while (layout->count() > 0) {
        QLayoutItem* item = layout->takeAt(0);
        delete item->widget();
        if (QLayout* inner = item->layout())
            clear(inner);
        delete item;
    }
}

QIcon iconOf(Severity severity) {
    switch (severity) {
    case Severity::Blocker:
        return icon(QStringLiteral("circle-x"), Tint::Bad);
    case Severity::Warning:
        return icon(QStringLiteral("triangle-alert"), Tint::Caution);
    case Severity::Info:
        break;
    }
    return icon(QStringLiteral("circle-check"), Tint::Good);
}

} // namespace

ModelPanel::ModelPanel(ModelViewModel& model, QWidget* parent)
    : QWidget(parent), m_model(model),
      m_file(named(new QPushButton(tr("Choose a &file…")), "chooseModelFile", tr("Choose a checkpoint or archive"))),
      m_folder(named(new QPushButton(tr("Choose a f&older…")), "chooseModelFolder", tr("Choose a folder of results"))),
      m_dropZone(named(new DropZone, "modelDropZone", QString())),
      m_card(named(new TextLabel(TextRole::Body), "modelCard", tr("The pretrained model"))),
      m_problems(named(new TextLabel(TextRole::Secondary), "modelProblems", tr("Problems of the model"))),
      m_safety(new TextLabel(TextRole::Secondary, tr("Checkpoints can contain program code. Nidus reads only numbers "
                                                     "and texts, and runs nothing of what is in them."))),
      m_area(named(new QScrollArea, "modelDetails", tr("What was read of the model"))), m_checks(new QVBoxLayout),
      m_rows(new QFormLayout) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* tools = new QHBoxLayout;
    tools->addWidget(m_file);
    tools->addWidget(m_folder);
    tools->addStretch(1);
    column->addLayout(tools);
    column->addWidget(m_dropZone, 1);
    m_card->setWordWrap(true);
    column->addWidget(m_card);
    m_problems->setWordWrap(true);
    m_problems->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_problems);

    auto* body = new QWidget;
    auto* inside = new QVBoxLayout(body);
    inside->setContentsMargins(0, 0, 8, 0);
    inside->addWidget(new TextLabel(TextRole::Heading, tr("Does it suit your scans?")));
    inside->addLayout(m_checks);
    inside->addSpacing(8);
    inside->addWidget(new TextLabel(TextRole::Heading, tr("What was read")));
    m_rows->setHorizontalSpacing(16);
    m_rows->setLabelAlignment(Qt::AlignLeft);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    inside->addLayout(m_rows);
    m_safety->setWordWrap(true);
    inside->addWidget(m_safety);
    inside->addStretch(1);
    m_area->setWidget(body);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    column->addWidget(m_area, 3);

    connect(m_file, &QPushButton::clicked, this, &ModelPanel::fileWanted);
    connect(m_folder, &QPushButton::clicked, this, &ModelPanel::folderWanted);
    connect(&m_model, &ModelViewModel::changed, this, &ModelPanel::showModel);
    setProblems({});
    showModel();
}

void ModelPanel::setBusy(bool isBusy) {
    m_isBusy = isBusy;
    showModel();
}

void ModelPanel::setEditable(bool isEditable) {
    m_isEditable = isEditable;
    showModel();
}

void ModelPanel::setProblems(const std::vector<Problem>& problems) {
    QStringList lines;
    for (const Problem& problem : problems)
        lines << tr("%1 (%2)").arg(toQt(problem.text), toQt(problem.code));
    m_problems->setText(lines.join(QLatin1Char('\n')));
    m_problems->setVisible(!lines.isEmpty());
}

void ModelPanel::showModel() {
    const bool isThere = m_model.model().has_value();
    m_dropZone->setText(m_isBusy ? tr("Reading the model…") : tr("Drop a model here"),
                        tr("A checkpoint (.pth), a folder of nnU-Net's results, or an exported ZIP."));
    m_dropZone->setVisible(!isThere || m_isBusy);
    m_card->setText(modelSummary(m_model.model()));
    m_card->setVisible(isThere && !m_isBusy);
    m_area->setVisible(isThere && !m_isBusy && m_model.model()->problem.empty());
    for (QPushButton* button : {m_file, m_folder})
        button->setEnabled(m_isEditable && !m_isBusy);
    showCheck();
}

void ModelPanel::showCheck() {
    clear(m_checks);
    clear(m_rows);
    const auto& check = m_model.check();
    if (!check) {
        m_checks->addWidget(
            new TextLabel(TextRole::Secondary, m_model.isChecking() ? tr("Comparing it with your scans…") : QString()));
        return;
    }
    for (const CheckLine& line : checkLines(check->fit)) {
        auto* row = new QHBoxLayout;
        auto* mark = new QLabel;
        mark->setPixmap(iconOf(line.severity).pixmap(QSize(kIcon, kIcon), devicePixelRatioF()));
        row->addWidget(mark, 0, Qt::AlignTop);
        auto* text = new TextLabel(
            TextRole::Body, line.severity == Severity::Info ? line.text : tr("%1 (%2)").arg(line.text, line.code));
        text->setObjectName(QStringLiteral("check_") + line.code);
        text->setWordWrap(true);
        row->addWidget(text, 1);
        m_checks->addLayout(row);
    }
    for (const auto& [name, value] : modelRows(check->model)) {
        auto* text = new QLabel(value);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_rows->addRow(new TextLabel(TextRole::Secondary, name), text);
    }
}

} // namespace nidus::ui

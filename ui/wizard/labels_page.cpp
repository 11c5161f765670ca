// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/labels_page.h"

#include "core/base/csv.h"
#include "core/base/error.h"
#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/wizard/new_project_model.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <map>

namespace nidus::ui {
namespace {

constexpr int kLevels = 4, kProblemLines = 6;

/// The folder `level` above the first file of a case.
QString folderAbove(const Case& item, int level) {
    if (item.channels.empty() || item.channels.front().files.empty())
        return {};
    std::filesystem::path folder = item.channels.front().files.front().parent_path();
    for (int i = 0; i < level; ++i)
        folder = folder.parent_path();
    return pathToQt(folder.filename());
}

} // namespace

LabelsPage::LabelsPage(NewProjectModel& model, QWidget* parent)
    : QWizardPage(parent), m_model(model), m_fromFolders(named(new QRadioButton(tr("From &folder names")),
                                                               "labelFromFolders", tr("Labels from folder names"))),
      m_fromTable(named(new QRadioButton(tr("From a &table (CSV)")), "labelFromTable", tr("Labels from a table"))),
      m_level(named(new QComboBox, "folderLevel", tr("Folder that names the class"))),
      m_chooseTable(named(new QPushButton(tr("&Choose a table…")), "chooseTable", tr("Choose a table"))),
      m_key(named(new QComboBox, "keyColumn", tr("Column that names the case or patient"))),
      m_label(named(new QComboBox, "labelColumn", tr("Column with the label"))),
      m_classes(named(new TextLabel(TextRole::Heading), "classCounts", tr("Cases of each class"))),
      m_problems(new TextLabel(TextRole::Secondary)),
      m_positive(named(new QComboBox, "positiveClass", tr("Positive class"))) {
    setTitle(tr("Labels"));
    setSubTitle(tr("What is each case? Two classes or more, at best twenty cases of each."));
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_fromFolders);
    auto* folders = new QFormLayout;
    folders->setContentsMargins(24, 0, 0, 8);
    folders->addRow(tr("C&lass is the folder"), m_level);
    column->addLayout(folders);
    column->addWidget(m_fromTable);
    auto* table = new QFormLayout;
    table->setContentsMargins(24, 0, 0, 8);
    m_chooseTable->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    table->addRow(m_chooseTable);
    table->addRow(tr("Case or &patient in column"), m_key);
    table->addRow(tr("La&bel in column"), m_label);
    column->addLayout(table);
    column->addWidget(m_classes);
    auto* positive = new QHBoxLayout;
    auto* positiveText = new QLabel(tr("P&ositive class (what is looked for):"));
    positiveText->setBuddy(m_positive);
    positive->addWidget(positiveText);
    positive->addWidget(m_positive);
    positive->addStretch(1);
    column->addLayout(positive);
    m_classes->setWordWrap(true);
    m_problems->setWordWrap(true);
    column->addWidget(m_problems);
    column->addStretch(1);
    m_fromFolders->setChecked(true);
    m_positive->setSizeAdjustPolicy(QComboBox::AdjustToContents);

    connect(m_fromFolders, &QRadioButton::toggled, this, [this] {
        apply();
        showProject();
    });
    connect(m_level, &QComboBox::activated, this, &LabelsPage::apply);
    connect(m_key, &QComboBox::activated, this, &LabelsPage::apply);
    connect(m_label, &QComboBox::activated, this, &LabelsPage::apply);
    connect(m_chooseTable, &QPushButton::clicked, this, &LabelsPage::tableWanted);
    connect(m_positive, &QComboBox::activated, this,
            [this] { m_model.setPositiveClass(fromQt(m_positive->currentText())); });
    connect(&m_model, &NewProjectModel::projectChanged, this, &LabelsPage::showProject);
    connect(&m_model, &NewProjectModel::busyChanged, this, &LabelsPage::showProject);
    connect(&m_model, &NewProjectModel::found, this, [this](const std::vector<Problem>& problems) {
        QStringList lines;
        for (const Problem& problem : problems)
            if (lines.size() < kProblemLines)
                lines << tr("%1 (%2)").arg(
                    toQt(problem.caseId.empty() ? problem.text : problem.caseId + ": " + problem.text),
                    toQt(problem.code));
        if (problems.size() > kProblemLines)
            lines << tr("and %n more", nullptr, static_cast<int>(problems.size()) - kProblemLines);
        m_problems->setText(lines.join(QLatin1Char('\n')));
    });
}

void LabelsPage::initializePage() {
    fillLevels();
    m_problems->clear();
    if (m_model.project().classes.empty())
        apply();
    showProject();
}

/// The folders above the first case, by name, with the one that gives several classes in front of the eye.
void LabelsPage::fillLevels() {
    const std::vector<Case>& cases = m_model.project().cases;
    m_level->clear();
    int best = 0;
    std::size_t bestKinds = 0;
    for (int level = 0; level < kLevels && !cases.empty(); ++level) {
        std::map<QString, int> kinds;
        for (const Case& item : cases)
            ++kinds[folderAbove(item, level)];
        const QString example = folderAbove(cases.front(), level);
        if (example.isEmpty())
            break;
        m_level->addItem(tr("%1 (%n name(s))", nullptr, static_cast<int>(kinds.size())).arg(example), level);
        // Names that many cases share are classes; one name for all, or one for each, says nothing.
        if (kinds.size() > 1 && 2 * kinds.size() <= cases.size() && bestKinds == 0) {
            best = level;
            bestKinds = kinds.size();
        }
    }
    m_level->setCurrentIndex(best);
}

void LabelsPage::setTable(const QString& file) {
    m_table.clear();
    m_key->clear();
    m_label->clear();
    try {
        for (const std::string& name : readTable(pathFromQt(file)).columns) {
            m_key->addItem(toQt(name));
            m_label->addItem(toQt(name));
        }
        m_label->setCurrentIndex(m_label->count() - 1);
        for (int i = 0; i < m_label->count(); ++i)
            if (m_label->itemText(i).compare(QLatin1String("label"), Qt::CaseInsensitive) == 0)
                m_label->setCurrentIndex(i);
        m_chooseTable->setText(QFileInfo(file).fileName());
        m_table = file;
        if (m_fromTable->isChecked())
            apply();
        else
            m_fromTable->setChecked(true); // applies it
    } catch (const Error& error) {
        m_problems->setText(tr("%1 (%2)").arg(toQt(error.what()), toQt(error.code())));
    }
}

void LabelsPage::apply() {
    if (!m_model.isMade())
        return;
    m_isPending = m_model.isBusy();
    if (m_isPending)
        return;
    if (m_fromFolders->isChecked())
        m_model.labelFromFolders(m_level->currentData().toInt());
    else if (!m_table.isEmpty())
        m_model.labelFromTable(pathFromQt(m_table), fromQt(m_key->currentText()), fromQt(m_label->currentText()));
}

void LabelsPage::showProject() {
    const ProjectSnapshot& project = m_model.project();
    std::map<std::string, int> counts;
    for (const Case& item : project.cases)
        ++counts[item.label];
    QStringList parts;
    for (const std::string& name : project.classes)
        parts << tr("%1: %2").arg(toQt(name)).arg(counts[name]);
    if (counts[""] > 0)
        parts << tr("without a label: %1").arg(counts[""]);
    m_classes->setText(m_model.isBusy() ? tr("Reading labels…") : parts.join(QStringLiteral("   ")));
    const bool isTable = m_fromTable->isChecked();
    m_level->setEnabled(!isTable);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_chooseTable, m_key, m_label})
        widget->setEnabled(isTable);
    const QSignalBlocker blocker(m_positive);
    m_positive->clear();
    for (const std::string& name : project.classes)
        m_positive->addItem(toQt(name));
    m_positive->setCurrentText(toQt(project.positiveClass));
    m_positive->setEnabled(project.classes.size() == 2);
    Q_EMIT completeChanged();
    if (m_isPending && !m_model.isBusy())
        apply();
}

bool LabelsPage::isComplete() const {
    return !m_model.isBusy() && m_model.project().classes.size() >= 2;
}

} // namespace nidus::ui

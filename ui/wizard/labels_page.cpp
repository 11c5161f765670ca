// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/labels_page.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/data/cohort_panel.h"
#include "ui/wizard/new_project_model.h"

#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include <map>

namespace nidus::ui {
namespace {

constexpr int kLevels = 4, kProblemLines = 2;

/// The folder `level` above the first file of a case.
QString folderAbove(const Case& item, int level) {
    if (item.channels.empty() || item.channels.front().files.empty())
        return {};
    std::filesystem::path folder = item.channels.front().files.front().parent_path();
    for (int i = 0; i < level; ++i)
        folder = folder.parent_path();
    return pathToQt(folder.filename());
}

/// What the values of a key column are, in words.
QString kindText(const std::string& kind) {
    if (kind == "case id")
        return LabelsPage::tr("name of the case");
    if (kind == "patient id")
        return LabelsPage::tr("patient");
    if (kind == "patient pseudonym")
        return LabelsPage::tr("pseudonym of the patient");
    if (kind == "series UID")
        return LabelsPage::tr("number of the series");
    if (kind == "file name")
        return LabelsPage::tr("name of the file");
    if (kind == "folder name")
        return LabelsPage::tr("name of the folder");
    return toQt(kind);
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
      m_fit(named(new TextLabel(TextRole::Secondary), "tableFit", tr("How the table fits the cases"))),
      m_problems(named(new TextLabel(TextRole::Secondary), "labelProblems", tr("Problems with the labels"))),
      m_panel(new CohortPanel(m_cohort)) {
    setTitle(tr("Labels"));
    setSubTitle(tr("What is each case? Two classes or more, at best twenty cases of each. By hand: select cases and "
                   "press 1 to 9, 0 for none."));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(8);
    buildSources();
    m_fit->setWordWrap(true);
    column->addWidget(m_fit);
    column->addWidget(m_panel, 1);
    m_problems->setWordWrap(true);
    column->addWidget(m_problems);
    m_fromFolders->setChecked(true);

    connect(m_fromFolders, &QRadioButton::toggled, this, [this] {
        apply();
        showProject();
    });
    connect(m_level, &QComboBox::activated, this, &LabelsPage::apply);
    connect(m_key, &QComboBox::activated, this, &LabelsPage::apply);
    connect(m_label, &QComboBox::activated, this, &LabelsPage::apply);
    connect(m_chooseTable, &QPushButton::clicked, this, &LabelsPage::tableWanted);
    connect(&m_cohort, &CohortModel::edited, &m_model, &NewProjectModel::edit);
    connect(&m_cohort, &CohortModel::changed, this, &QWizardPage::completeChanged);
    connect(&m_model, &NewProjectModel::previewed, this, &LabelsPage::fillColumns);
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
        m_problems->setVisible(!lines.isEmpty());
    });
    m_problems->hide();
}

void LabelsPage::buildSources() {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(10);
    const auto text = [](const QString& words, QWidget* buddy) {
        auto* label = new QLabel(words);
        label->setBuddy(buddy);
        return label;
    };
    grid->addWidget(m_fromFolders, 0, 0);
    auto* folders = new QHBoxLayout;
    folders->setSpacing(8);
    folders->addWidget(text(tr("C&lass is the folder"), m_level));
    folders->addWidget(m_level);
    folders->addStretch(1);
    grid->addLayout(folders, 0, 1);
    grid->addWidget(m_fromTable, 1, 0);
    auto* table = new QHBoxLayout;
    table->setSpacing(8);
    table->addWidget(m_chooseTable);
    table->addWidget(text(tr("Case or &patient in"), m_key));
    table->addWidget(m_key);
    table->addWidget(text(tr("&Label in"), m_label));
    table->addWidget(m_label);
    table->addStretch(1);
    grid->addLayout(table, 1, 1);
    grid->setColumnStretch(1, 1);
    for (QComboBox* box : {m_level, m_key, m_label})
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    static_cast<QVBoxLayout*>(layout())->addLayout(grid);
}

void LabelsPage::initializePage() {
    fillLevels();
    m_problems->hide();
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
    m_table = file;
    m_model.previewTable(pathFromQt(file));
}

void LabelsPage::fillColumns(const TablePreview& preview) {
    m_fits = preview.columns;
    m_key->clear();
    m_label->clear();
    for (const KeyFit& fit : m_fits) {
        m_key->addItem(toQt(fit.column));
        m_label->addItem(toQt(fit.column));
    }
    m_key->setCurrentIndex(static_cast<int>(preview.key));
    m_label->setCurrentIndex(static_cast<int>(preview.label));
    m_chooseTable->setText(QFileInfo(m_table).fileName());
    if (m_fromTable->isChecked())
        apply();
    else
        m_fromTable->setChecked(true); // applies it
}

void LabelsPage::apply() {
    if (!m_model.isMade())
        return;
    m_isPending = m_model.isBusy();
    if (m_isPending)
        return;
    if (m_fromFolders->isChecked())
        m_model.labelFromFolders(m_level->currentData().toInt());
    else if (!m_fits.empty())
        m_model.labelFromTable(pathFromQt(m_table), fromQt(m_key->currentText()), fromQt(m_label->currentText()));
}

void LabelsPage::showFit() {
    const auto column = static_cast<std::size_t>(m_key->currentIndex());
    m_fit->setVisible(m_fromTable->isChecked() && column < m_fits.size());
    if (!m_fit->isVisibleTo(this))
        return;
    const KeyFit& fit = m_fits[column];
    QStringList parts{tr("“%1” fits %2 of %n row(s) as %3", nullptr, fit.rows)
                          .arg(toQt(fit.column))
                          .arg(fit.matched)
                          .arg(kindText(fit.kind))};
    if (fit.ambiguous > 0)
        parts << tr("%n row(s) fit several patients", nullptr, fit.ambiguous);
    if (const int strangers = fit.rows - fit.matched - fit.ambiguous; strangers > 0)
        parts << tr("%n row(s) fit no case", nullptr, strangers);
    if (fit.casesWithoutRow > 0)
        parts << tr("%n case(s) have no row", nullptr, fit.casesWithoutRow);
    m_fit->setText(parts.join(QStringLiteral("  ·  ")));
}

void LabelsPage::showProject() {
    m_cohort.setProject(m_model.project());
    const bool isTable = m_fromTable->isChecked();
    m_level->setEnabled(!isTable);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_key, m_label})
        widget->setEnabled(isTable && !m_fits.empty());
    showFit();
    Q_EMIT completeChanged();
    if (m_isPending && !m_model.isBusy())
        apply();
}

bool LabelsPage::isComplete() const {
    if (m_model.isBusy())
        return false;
    int labelled = 0;
    for (const std::string& name : m_cohort.classes())
        labelled += m_cohort.countOf(name) > 0 ? 1 : 0;
    return labelled >= 2;
}

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/labels_page.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/data/cohort_panel.h"
#include "ui/wizard/new_project_model.h"
#include "ui/wizard/table_source.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>
#include <map>
#include <utility>

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

/// DICOM says of every image what kind it is; other formats do not.
bool isDicom(const Case& item) {
    return std::ranges::any_of(item.channels, [](const SeriesSource& source) { return !source.modality.empty(); });
}

} // namespace

LabelsPage::LabelsPage(NewProjectModel& model, QWidget* parent)
    : QWizardPage(parent), m_model(model), m_fromFolders(named(new QRadioButton(tr("From &folder names")),
                                                               "labelFromFolders", tr("Labels from folder names"))),
      m_fromTable(
          named(new QRadioButton(tr("From a &table (CSV, XLSX)")), "labelFromTable", tr("Labels from a table"))),
      m_fromTag(
          named(new QRadioButton(tr("From the &DICOM header")), "labelFromTag", tr("Labels from the DICOM header"))),
      m_level(named(new QComboBox, "folderLevel", tr("Folder that names the class"))), m_table(new TableSource),
      m_tag(named(new QComboBox, "dicomTag", tr("Element of the DICOM header"))),
      m_problems(named(new TextLabel(TextRole::Secondary), "labelProblems", tr("Problems with the labels"))),
      m_panel(new CohortPanel(m_cohort)) {
    setTitle(tr("Labels"));
    setSubTitle(tr("What is each case? Two classes or more, at best twenty cases of each. By hand: select cases and "
                   "press 1 to 9, 0 for none."));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(8);
    buildSources();
    column->addWidget(m_panel, 1);
    m_problems->setWordWrap(true);
    column->addWidget(m_problems);
    m_fromFolders->setChecked(true);

    for (QRadioButton* source : {m_fromFolders, m_fromTable, m_fromTag})
        connect(source, &QRadioButton::toggled, this, [this](bool isChosen) {
            if (isChosen)
                apply();
            showProject();
        });
    connect(m_level, &QComboBox::activated, this, &LabelsPage::apply);
    connect(m_table, &TableSource::changed, this, &LabelsPage::apply);
    connect(m_table, &TableSource::fileWanted, this, &LabelsPage::tableWanted);
    connect(m_table, &TableSource::sheetWanted, this, [this](const QString& file, const QString& sheet) {
        m_model.previewTable(pathFromQt(file), fromQt(sheet));
    });
    connect(&m_cohort, &CohortModel::edited, &m_model, &NewProjectModel::edit);
    connect(&m_cohort, &CohortModel::changed, this, &QWizardPage::completeChanged);
    connect(&m_model, &NewProjectModel::previewed, this, [this](const TablePreview& preview) {
        m_table->setPreview(m_file, preview);
        if (m_fromTable->isChecked())
            apply();
        else
            m_fromTable->setChecked(true); // applies it
    });
    connect(&m_model, &NewProjectModel::projectChanged, this, &LabelsPage::showProject);
    connect(&m_model, &NewProjectModel::busyChanged, this, &LabelsPage::showProject);
    connect(&m_model, &NewProjectModel::found, this, &LabelsPage::showProblems);
    m_problems->hide();
}

void LabelsPage::buildSources() {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(10);
    grid->addWidget(m_fromFolders, 0, 0);
    auto* folders = new QHBoxLayout;
    folders->setSpacing(8);
    auto* text = new QLabel(tr("C&lass is the folder"));
    text->setBuddy(m_level);
    m_level->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    folders->addWidget(text);
    folders->addWidget(m_level);
    folders->addStretch(1);
    grid->addLayout(folders, 0, 1);
    grid->addWidget(m_fromTable, 1, 0, Qt::AlignTop);
    grid->addWidget(m_table, 1, 1);
    grid->addWidget(m_fromTag, 2, 0);
    buildTags(grid);
    grid->setColumnStretch(1, 1);
    static_cast<QVBoxLayout*>(layout())->addLayout(grid);
}

void LabelsPage::buildTags(QGridLayout* grid) {
    const std::initializer_list<std::pair<const char*, QString>> known{
        {"PatientSex", tr("Sex of the patient")},
        {"StudyDescription", tr("Description of the examination")},
        {"SeriesDescription", tr("Description of the series")},
        {"ProtocolName", tr("Name of the protocol")},
        {"BodyPartExamined", tr("Part of the body")},
        {"Modality", tr("Kind of scan")},
        {"Manufacturer", tr("Maker of the scanner")}};
    m_tag->setEditable(true);
    m_tag->setInsertPolicy(QComboBox::NoInsert);
    m_tag->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_tag->setToolTip(tr("The keyword of any element, such as PatientSex, or its number, such as 0010,0040."));
    for (const auto& [keyword, meaning] : known) {
        m_tag->addItem(QString::fromLatin1(keyword));
        m_tag->setItemData(m_tag->count() - 1, meaning, Qt::ToolTipRole);
    }
    named(m_tag->lineEdit(), "dicomTagText", m_tag->accessibleName());
    grid->addWidget(m_tag, 2, 1, Qt::AlignLeft);
    connect(m_tag, &QComboBox::activated, this, &LabelsPage::apply);
    connect(m_tag->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (m_fromTag->isChecked() && m_tag->currentText() != m_appliedTag)
            apply();
    });
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
    m_file = file;
    m_model.previewTable(pathFromQt(file), {});
}

void LabelsPage::apply() {
    if (!m_model.isMade())
        return;
    m_isPending = m_model.isBusy();
    if (m_isPending)
        return;
    if (m_fromFolders->isChecked()) {
        m_model.labelFromFolders(m_level->currentData().toInt());
    } else if (m_fromTag->isChecked()) {
        m_appliedTag = m_tag->currentText();
        if (!m_appliedTag.trimmed().isEmpty())
            m_model.labelFromTag(fromQt(m_appliedTag.trimmed()));
    } else if (m_table->hasColumns()) {
        m_model.labelFromTable(m_table->table());
    }
}

void LabelsPage::showProject() {
    m_cohort.setProject(m_model.project());
    m_level->setEnabled(m_fromFolders->isChecked());
    m_table->setActive(m_fromTable->isChecked());
    m_tag->setEnabled(m_fromTag->isChecked());
    const bool hasDicom = std::ranges::any_of(m_model.project().cases, isDicom);
    m_fromTag->setVisible(hasDicom);
    m_tag->setVisible(hasDicom);
    Q_EMIT completeChanged();
    if (m_isPending && !m_model.isBusy())
        apply();
}

void LabelsPage::showProblems(const std::vector<Problem>& problems) {
    QStringList lines;
    for (const Problem& problem : problems)
        if (lines.size() < kProblemLines)
            lines << tr("%1 (%2)").arg(
                toQt(problem.caseId.empty() ? problem.text : problem.caseId + ": " + problem.text), toQt(problem.code));
    if (problems.size() > kProblemLines)
        lines << tr("and %n more", nullptr, static_cast<int>(problems.size()) - kProblemLines);
    m_problems->setText(lines.join(QLatin1Char('\n')));
    m_problems->setVisible(!lines.isEmpty());
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

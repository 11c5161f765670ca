// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/cohort_model.h"

#include "ui/common/qt_convert.h"
#include "ui/data/case_table_model.h"

#include <QUndoCommand>

#include <algorithm>
#include <utility>

namespace nidus::ui {

/// From one state to another and back; both are written as they are, so that neither depends on what was before.
class CohortModel::Command final : public QUndoCommand {
public:
    Command(CohortModel& model, Words words, CohortEdit before, CohortEdit after)
        : QUndoCommand(words()), m_model(model), m_words(std::move(words)), m_before(std::move(before)),
          m_after(std::move(after)) {}

    void undo() override { m_model.apply(m_before); }
    void redo() override { m_model.apply(m_after); }
    void speakAgain() { setText(m_words()); }

private:
    CohortModel& m_model;
    Words m_words;
    CohortEdit m_before, m_after;
};

CohortModel::CohortModel(QObject* parent) : QObject(parent), m_table(new CaseTableModel(this)) {
    connect(m_table, &CaseTableModel::includedWanted, this,
            [this](int row, bool isIncluded) { setIncluded({row}, isIncluded); });
}

void CohortModel::setProject(const ProjectSnapshot& project) {
    const auto choices = [](const std::vector<Case>& cases) {
        std::map<std::string, CaseChoice> all;
        for (const Case& each : cases)
            all[each.id] = {each.label, each.included};
        return all;
    };
    // Cases that came later are in no edit.
    const std::map<std::string, CaseChoice> now = choices(project.cases), before = choices(m_table->cases());
    const bool isSame = project.folder == m_folder && project.classes == m_classes
                        && project.positiveClass == m_positive && std::ranges::all_of(before, [&now](const auto& each) {
                               const auto found = now.find(each.first);
                               return found != now.end() && found->second == each.second;
                           });
    if (isSame && project.cases == m_table->cases())
        return;
    if (!isSame)
        m_undo.clear();
    m_folder = project.folder;
    m_classes = project.classes;
    m_positive = project.positiveClass;
    m_table->setCases(project.cases, project.classes);
    Q_EMIT changed();
}

int CohortModel::countOf(const std::string& className) const {
    return static_cast<int>(std::ranges::count(m_table->cases(), className, &Case::label));
}

CohortEdit CohortModel::stateOf(const std::vector<int>& rows) const {
    CohortEdit state;
    for (const int row : rows) {
        const Case& each = m_table->cases()[static_cast<std::size_t>(row)];
        state.cases[each.id] = {each.label, each.included};
    }
    state.classes = m_classes;
    state.positiveClass = m_positive;
    return state;
}

void CohortModel::push(const Words& words, const CohortEdit& before, const CohortEdit& after) {
    if (before != after)
        m_undo.push(new Command(*this, words, before, after));
}

void CohortModel::speakAgain() {
    for (int i = 0; i < m_undo.count(); ++i) // the stack shows its commands as const, but they are ours
        static_cast<Command*>(const_cast<QUndoCommand*>(m_undo.command(i)))->speakAgain();
}

void CohortModel::apply(const CohortEdit& edit) {
    m_classes = edit.classes;
    m_positive = edit.positiveClass;
    m_table->setChoices(edit.cases, edit.classes);
    Q_EMIT changed();
    Q_EMIT edited(edit);
}

void CohortModel::setLabel(const std::vector<int>& rows, const std::string& className) {
    const CohortEdit before = stateOf(rows);
    CohortEdit after = before;
    for (auto& [id, choice] : after.cases)
        choice.label = className;
    push(
        [count = static_cast<int>(rows.size()), name = toQt(className)] {
            return name.isEmpty() ? tr("Remove the label of %n case(s)", nullptr, count)
                                  : tr("Label %n case(s) “%1”", nullptr, count).arg(name);
        },
        before, after);
}

bool CohortModel::labelCases(const QStringList& ids, const std::string& className) {
    std::vector<int> rows;
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (const Case& item = m_table->cases()[static_cast<std::size_t>(row)];
            item.label != className && ids.contains(toQt(item.id)))
            rows.push_back(row);
    if (!rows.empty())
        setLabel(rows, className);
    return !rows.empty();
}

void CohortModel::setIncluded(const std::vector<int>& rows, bool isIncluded) {
    const CohortEdit before = stateOf(rows);
    CohortEdit after = before;
    for (auto& [id, choice] : after.cases)
        choice.included = isIncluded;
    push(
        [count = static_cast<int>(rows.size()), isIncluded] {
            return isIncluded ? tr("Use %n case(s)", nullptr, count) : tr("Leave out %n case(s)", nullptr, count);
        },
        before, after);
}

bool CohortModel::addClass(const std::string& name) {
    if (name.empty() || std::ranges::find(m_classes, name) != m_classes.end())
        return false;
    const CohortEdit before = stateOf({});
    CohortEdit after = before;
    after.classes.push_back(name);
    if (after.classes.size() == 2)
        after.positiveClass = name;
    push([name = toQt(name)] { return tr("Add the class “%1”").arg(name); }, before, after);
    return true;
}

bool CohortModel::renameClass(const std::string& from, const std::string& to) {
    if (to.empty() || from == to || std::ranges::find(m_classes, to) != m_classes.end())
        return false;
    std::vector<int> rows;
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (m_table->cases()[static_cast<std::size_t>(row)].label == from)
            rows.push_back(row);
    const CohortEdit before = stateOf(rows);
    CohortEdit after = before;
    for (auto& [id, choice] : after.cases)
        choice.label = to;
    std::ranges::replace(after.classes, from, to);
    if (after.positiveClass == from)
        after.positiveClass = to;
    push([from = toQt(from), to = toQt(to)] { return tr("Rename “%1” to “%2”").arg(from, to); }, before, after);
    return true;
}

void CohortModel::removeClass(const std::string& name) {
    if (countOf(name) > 0)
        return;
    const CohortEdit before = stateOf({});
    CohortEdit after = before;
    std::erase(after.classes, name);
    if (after.positiveClass == name)
        after.positiveClass.clear();
    if (after.classes.size() == 2 && after.positiveClass.empty())
        after.positiveClass = after.classes.back();
    push([name = toQt(name)] { return tr("Remove the class “%1”").arg(name); }, before, after);
}

void CohortModel::setPositiveClass(const std::string& name) {
    const CohortEdit before = stateOf({});
    CohortEdit after = before;
    after.positiveClass = name;
    push([name = toQt(name)] { return tr("Make “%1” the positive class").arg(name); }, before, after);
}

void applyTo(ProjectSnapshot& project, const CohortEdit& edit) {
    applyChoices(project.cases, edit.cases);
    project.classes = edit.classes;
    project.positiveClass = edit.positiveClass;
}

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/cohort_edit.h"
#include "ui/services.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QUndoStack>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace nidus::ui {

class CaseTableModel;

/// The cohort as a person edits it: labels, classes, who takes part. Each edit can be undone; each, and each undoing,
/// is handed out as what has to be written.
class CohortModel final : public QObject {
    Q_OBJECT

public:
    explicit CohortModel(QObject* parent = nullptr);

    /// What the project has now. Edits can still be undone if it is what they led to.
    void setProject(const ProjectSnapshot& project);

    [[nodiscard]] CaseTableModel& table() { return *m_table; }
    [[nodiscard]] const std::vector<std::string>& classes() const { return m_classes; }
    [[nodiscard]] const std::string& positiveClass() const { return m_positive; }
    [[nodiscard]] int countOf(const std::string& className) const; ///< cases with this label; "": without one
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
    /// Names the edits that can be undone in the language of the moment.
    void speakAgain();

    /// An empty class name takes the label away.
    void setLabel(const std::vector<int>& rows, const std::string& className);
    /// The same by id. False if nothing changed.
    bool labelCases(const QStringList& ids, const std::string& className);
    void setIncluded(const std::vector<int>& rows, bool isIncluded);
    /// False, and nothing happens, if there is such a class already or the name is empty.
    bool addClass(const std::string& name);
    bool renameClass(const std::string& from, const std::string& to);
    /// Only a class that no case has.
    void removeClass(const std::string& name);
    void setPositiveClass(const std::string& name);

Q_SIGNALS:
    void changed();
    void edited(const nidus::CohortEdit& edit);

private:
    class Command;
    using Words = std::function<QString()>;

    /// Everything about these rows, as it is.
    [[nodiscard]] CohortEdit stateOf(const std::vector<int>& rows) const;
    void push(const Words& words, const CohortEdit& before, const CohortEdit& after);
    void apply(const CohortEdit& edit);

    CaseTableModel* m_table;
    std::filesystem::path m_folder;
    std::vector<std::string> m_classes;
    std::string m_positive;
    QUndoStack m_undo;
};

/// What a project looks like after an edit, as core/project/cohort_edit.h writes it.
void applyTo(ProjectSnapshot& project, const CohortEdit& edit);

} // namespace nidus::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/events.h"

#include <QAbstractTableModel>

#include <string>
#include <vector>

namespace nidus::ui {

/// Some held-back cases and what the network makes of them now: the same ones for as long as a fit goes on, in turn of
/// the classes.
class HeldCasesModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { CaseId, TrueClass, OfTrueClass, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setClasses(const std::vector<std::string>& classes);
    void setHeld(const std::string& fit, const std::vector<EpochEvent::Held>& held);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<std::string> m_classes;
    std::string m_fit;
    std::vector<EpochEvent::Held> m_rows;
};

/// How each class fares among the held-back cases of the newest epoch, the most probable class being the answer.
class ClassTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Cases, Sensitivity, Specificity, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setClasses(const std::vector<std::string>& classes);
    void setHeld(const std::vector<EpochEvent::Held>& held);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Count {
        int cases = 0, found = 0;     ///< of the class
        int others = 0, rejected = 0; ///< not of the class
    };

    std::vector<std::string> m_classes;
    std::vector<Count> m_counts;
};

} // namespace nidus::ui

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>nidus::ui::ClassifyPage</name>
    <message numerus="yes">
        <source>%n classified</source>
        <translation>
            <numerusform>%n classified</numerusform>
            <numerusform>%n classified</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 tells apart %2. Trained on %n case(s). Research use only — not a medical device.</source>
        <translation>
            <numerusform>%1 tells apart %2. Trained on %n case. Research use only — not a medical device.</numerusform>
            <numerusform>%1 tells apart %2. Trained on %n cases. Research use only — not a medical device.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This classifier needs %n image(s) for each case. Cases of several images can only be classified on the command line so far (nidus-cli predict --case).</source>
        <translation>
            <numerusform>This classifier needs %n image for each case. Cases of several images can only be classified on the command line so far (nidus-cli predict --case).</numerusform>
            <numerusform>This classifier needs %n images for each case. Cases of several images can only be classified on the command line so far (nidus-cli predict --case).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not classified</source>
        <translation>
            <numerusform>%n not classified</numerusform>
            <numerusform>%n not classified</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::DataPage</name>
    <message numerus="yes">
        <source>%n without a label</source>
        <translation>
            <numerusform>%n without a label</numerusform>
            <numerusform>%n without a label</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with problems</source>
        <translation>
            <numerusform>%n with problems</numerusform>
            <numerusform>%n with problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n patient</numerusform>
            <numerusform>%n patients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::LabelsPage</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n name(s))</source>
        <translation>
            <numerusform>%1 (%n name)</numerusform>
            <numerusform>%1 (%n names)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ResultCards</name>
    <message numerus="yes">
        <source>%n case(s), none judged by a model that had seen it.</source>
        <translation>
            <numerusform>%n case, judged by a model that had not seen it.</numerusform>
            <numerusform>%n cases, none judged by a model that had seen it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Adapting it did not do better on the cases held back, in any of %n fold(s).</source>
        <translation>
            <numerusform>Adapting it did not do better on the cases held back.</numerusform>
            <numerusform>Adapting it did not do better on the cases held back, in any of %n folds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the last decision was learned, in each of %n fold(s).</source>
        <translation>
            <numerusform>Only the last decision was learned.</numerusform>
            <numerusform>Only the last decision was learned, in each of %n folds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ScansPage</name>
    <message numerus="yes">
        <source>No series was found in %n file(s).</source>
        <translation>
            <numerusform>No series was found in %n file.</numerusform>
            <numerusform>No series was found in %n files.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n series are used</source>
        <translation>
            <numerusform>%1 of %n series are used</numerusform>
            <numerusform>%1 of %n series are used</numerusform>
        </translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>nidus::ui::CaseTableModel</name>
    <message>
        <source>(no label)</source>
        <translation>（无标签）</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>Not prepared yet</source>
        <translation>尚未准备</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ClassifyPage</name>
    <message>
        <source>Choose a &amp;classifier…</source>
        <translation>选择分类器(&amp;C)…</translation>
    </message>
    <message>
        <source>Choose a classifier</source>
        <translation>选择分类器</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>添加文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Add scans from files</source>
        <translation>从文件添加扫描</translation>
    </message>
    <message>
        <source>Add f&amp;older…</source>
        <translation>添加文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Add scans from a folder</source>
        <translation>从文件夹添加扫描</translation>
    </message>
    <message>
        <source>Save as &amp;table…</source>
        <translation>另存为表格(&amp;T)…</translation>
    </message>
    <message>
        <source>Save the results as a table</source>
        <translation>将结果另存为表格</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清空(&amp;L)</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>What the classifier says of each scan</source>
        <translation>分类器对每个扫描的输出</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Drop scans here</source>
        <translation>将扫描拖放到此处</translation>
    </message>
    <message>
        <source>Folders or files with DICOM series, NIfTI, NRRD or MetaImage. Every series becomes a case.</source>
        <translation>含 DICOM 序列、NIfTI、NRRD 或 MetaImage 的文件夹或文件。每个序列作为一个病例。</translation>
    </message>
    <message>
        <source>No classifier is open.</source>
        <translation>尚未打开分类器。</translation>
    </message>
    <message>
        <source>Drop a classifier here</source>
        <translation>将分类器拖放到此处</translation>
    </message>
    <message>
        <source>A file NAME.nidusmodel, as the Results page saves it. Then drop the scans.</source>
        <translation>即“结果”页保存的 NAME.nidusmodel 文件。然后拖放扫描。</translation>
    </message>
    <message numerus="yes">
        <source>%n classified</source>
        <translation>
            <numerusform>已分类 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 tells apart %2. Trained on %n case(s). Research use only — not a medical device.</source>
        <translation>
            <numerusform>%1 用于区分 %2，由 %n 个病例训练而成。仅供研究使用，不是医疗器械。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This classifier needs %n image(s) for each case. Cases of several images can only be classified on the command line so far (nidus-cli predict --case).</source>
        <translation>
            <numerusform>此分类器的每个病例需要 %n 个图像。多图像病例目前只能在命令行中分类（nidus-cli predict --case）。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not classified</source>
        <translation>
            <numerusform>未分类 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::DataPage</name>
    <message>
        <source>Filter the cases</source>
        <translation>筛选病例</translation>
    </message>
    <message>
        <source>Only cases with &amp;problems</source>
        <translation>仅显示有问题的病例(&amp;P)</translation>
    </message>
    <message>
        <source>Only cases with problems</source>
        <translation>仅显示有问题的病例</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Filter by case, patient, label or problem</source>
        <translation>按病例、患者、标签或问题筛选</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>显示 %1 / %2</translation>
    </message>
    <message>
        <source>This project has no cases yet. Scans are added with “nidus-cli import”.</source>
        <translation>此项目还没有病例。请用“nidus-cli import”添加扫描。</translation>
    </message>
    <message>
        <source>No case has problems.</source>
        <translation>没有病例存在问题。</translation>
    </message>
    <message>
        <source>No case matches the filter.</source>
        <translation>没有符合筛选条件的病例。</translation>
    </message>
    <message>
        <source>No pretrained model has been chosen yet. Choose one with “nidus-cli model”.</source>
        <translation>尚未选择预训练模型。请用“nidus-cli model”选择。</translation>
    </message>
    <message>
        <source>Pretrained model: %1</source>
        <translation>预训练模型：%1</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>voxels of %1 mm</source>
        <translation>体素 %1 mm</translation>
    </message>
    <message>
        <source>input: %1</source>
        <translation>输入：%1</translation>
    </message>
    <message>
        <source>%1 million weights</source>
        <translation>%1 百万个权重</translation>
    </message>
    <message numerus="yes">
        <source>%n without a label</source>
        <translation>
            <numerusform>%n 例无标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with problems</source>
        <translation>
            <numerusform>%n 例有问题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n 个病例</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n 位患者</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::Dialogs</name>
    <message>
        <source>Save the classifier</source>
        <translation>保存分类器</translation>
    </message>
    <message>
        <source>Classifiers (*.nidusmodel)</source>
        <translation>分类器 (*.nidusmodel)</translation>
    </message>
    <message>
        <source>Save the results</source>
        <translation>保存结果</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Where should the project be?</source>
        <translation>项目放在哪里？</translation>
    </message>
    <message>
        <source>Projects (*.nidus)</source>
        <translation>项目 (*.nidus)</translation>
    </message>
    <message>
        <source>Open a project (a folder NAME.nidus)</source>
        <translation>打开项目（文件夹 NAME.nidus）</translation>
    </message>
    <message>
        <source>Choose a classifier</source>
        <translation>选择分类器</translation>
    </message>
    <message>
        <source>Choose scans</source>
        <translation>选择扫描</translation>
    </message>
    <message>
        <source>Choose a folder with scans</source>
        <translation>选择含扫描的文件夹</translation>
    </message>
    <message>
        <source>Choose a table</source>
        <translation>选择表格</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt)</source>
        <translation>表格 (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>Choose a pretrained model</source>
        <translation>选择预训练模型</translation>
    </message>
    <message>
        <source>Checkpoints and archives (*.pth *.pt *.zip)</source>
        <translation>检查点和压缩包 (*.pth *.pt *.zip)</translation>
    </message>
    <message>
        <source>Choose a folder of nnU-Net&apos;s results</source>
        <translation>选择 nnU-Net 的结果文件夹</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ErrorText</name>
    <message>
        <source>There is no project here</source>
        <translation>这里没有项目</translation>
    </message>
    <message>
        <source>This project was made by a newer version of Nidus</source>
        <translation>此项目由更新版本的 Nidus 创建</translation>
    </message>
    <message>
        <source>This project is damaged</source>
        <translation>此项目已损坏</translation>
    </message>
    <message>
        <source>Another program is working on this project</source>
        <translation>另一个程序正在使用此项目</translation>
    </message>
    <message>
        <source>No pretrained model has been chosen</source>
        <translation>尚未选择预训练模型</translation>
    </message>
    <message>
        <source>There are not enough labelled cases to train on</source>
        <translation>可用于训练的已标注病例不足</translation>
    </message>
    <message>
        <source>There is nothing to resume</source>
        <translation>没有可以继续的运行</translation>
    </message>
    <message>
        <source>The data changed since this run began</source>
        <translation>此运行开始后数据发生了变化</translation>
    </message>
    <message>
        <source>This run has no results</source>
        <translation>此运行没有结果</translation>
    </message>
    <message>
        <source>The numbers of the training went out of range</source>
        <translation>训练中的数值超出范围</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>The chosen device is not there</source>
        <translation>所选设备不存在</translation>
    </message>
    <message>
        <source>There is not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>The compute library cannot be used</source>
        <translation>计算库无法使用</translation>
    </message>
    <message>
        <source>The project cannot be used</source>
        <translation>项目无法使用</translation>
    </message>
    <message>
        <source>The pretrained model cannot be used</source>
        <translation>预训练模型无法使用</translation>
    </message>
    <message>
        <source>The pretrained model cannot be read</source>
        <translation>预训练模型无法读取</translation>
    </message>
    <message>
        <source>The plans of the model cannot be read</source>
        <translation>模型的计划文件无法读取</translation>
    </message>
    <message>
        <source>Training cannot go on</source>
        <translation>训练无法继续</translation>
    </message>
    <message>
        <source>A scan cannot be read</source>
        <translation>扫描无法读取</translation>
    </message>
    <message>
        <source>A scan cannot be used</source>
        <translation>扫描无法使用</translation>
    </message>
    <message>
        <source>A file cannot be read or written</source>
        <translation>文件无法读写</translation>
    </message>
    <message>
        <source>The results cannot be computed</source>
        <translation>结果无法计算</translation>
    </message>
    <message>
        <source>Memory is short; fewer cases are computed at once</source>
        <translation>内存不足；每次同时计算的病例数已减少</translation>
    </message>
    <message>
        <source>A class is never predicted</source>
        <translation>有一个类别从未被预测</translation>
    </message>
    <message>
        <source>The probe beats fine-tuning</source>
        <translation>线性探针优于微调</translation>
    </message>
    <message>
        <source>The recipe mirrors images</source>
        <translation>配方会镜像图像</translation>
    </message>
    <message>
        <source>The label follows the foreground volume</source>
        <translation>标签与前景体积相关</translation>
    </message>
    <message>
        <source>The classifier is not clearly better than volume alone</source>
        <translation>分类器并不明显优于单独使用体积</translation>
    </message>
    <message>
        <source>The classifier hardly learned</source>
        <translation>分类器几乎没有学到东西</translation>
    </message>
    <message>
        <source>The way of scanning goes with the label</source>
        <translation>扫描方式与标签相关</translation>
    </message>
    <message>
        <source>The result may be chance</source>
        <translation>结果可能只是偶然</translation>
    </message>
    <message>
        <source>A class has too few patients</source>
        <translation>某个类别的患者太少</translation>
    </message>
    <message>
        <source>Some patients have several cases</source>
        <translation>部分患者有多个病例</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出现了问题</translation>
    </message>
</context>
<context>
    <name>nidus::ui::FoldChips</name>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>The cases are divided into folds. Each fold is predicted by a model that never saw its cases.</source>
        <translation>病例被分成若干折。每一折都由从未见过该折病例的模型来预测。</translation>
    </message>
    <message>
        <source>Fold %1: %2</source>
        <translation>第 %1 折：%2</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>第 %1 折</translation>
    </message>
</context>
<context>
    <name>nidus::ui::HomePage</name>
    <message>
        <source>Nidus</source>
        <translation>Nidus</translation>
    </message>
    <message>
        <source>Turns a pretrained nnU-Net into a classifier for 3-D scans.</source>
        <translation>把预训练的 nnU-Net 变成三维扫描的分类器。</translation>
    </message>
    <message>
        <source>&amp;Open a project…</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Nidus works on this computer alone: it never uses the network and sends nothing to anybody.</source>
        <translation>Nidus 只在本机上工作：从不使用网络，也不向任何人发送任何内容。</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>Open project %1</source>
        <translation>打开项目 %1</translation>
    </message>
    <message>
        <source>&amp;Classify scans…</source>
        <translation>分类扫描(&amp;C)…</translation>
    </message>
    <message>
        <source>Classify scans</source>
        <translation>分类扫描</translation>
    </message>
    <message>
        <source>Or drop a project folder (NAME.nidus), a classifier (NAME.nidusmodel) or scans for it anywhere on this window.</source>
        <translation>也可以将项目文件夹（NAME.nidus）、分类器（NAME.nidusmodel）或待分类的扫描拖放到本窗口任意位置。</translation>
    </message>
    <message>
        <source>&amp;New project…</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>Make a new project</source>
        <translation>新建项目</translation>
    </message>
</context>
<context>
    <name>nidus::ui::JobBar</name>
    <message>
        <source>Progress of the job</source>
        <translation>任务进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the running job</source>
        <translation>停止正在运行的任务</translation>
    </message>
    <message>
        <source>Research use only — not a medical device</source>
        <translation>仅供研究使用——不是医疗器械</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
</context>
<context>
    <name>nidus::ui::LabelsPage</name>
    <message>
        <source>From &amp;folder names</source>
        <translation>从文件夹名称(&amp;F)</translation>
    </message>
    <message>
        <source>Labels from folder names</source>
        <translation>从文件夹名称读取标签</translation>
    </message>
    <message>
        <source>From a &amp;table (CSV)</source>
        <translation>从表格 (CSV)(&amp;T)</translation>
    </message>
    <message>
        <source>Labels from a table</source>
        <translation>从表格读取标签</translation>
    </message>
    <message>
        <source>Folder that names the class</source>
        <translation>以类别命名的文件夹</translation>
    </message>
    <message>
        <source>&amp;Choose a table…</source>
        <translation>选择表格(&amp;C)…</translation>
    </message>
    <message>
        <source>Choose a table</source>
        <translation>选择表格</translation>
    </message>
    <message>
        <source>Column that names the case or patient</source>
        <translation>标识病例或患者的列</translation>
    </message>
    <message>
        <source>Column with the label</source>
        <translation>标签所在的列</translation>
    </message>
    <message>
        <source>Cases of each class</source>
        <translation>各类别的病例数</translation>
    </message>
    <message>
        <source>Positive class</source>
        <translation>阳性类别</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>What is each case? Two classes or more, at best twenty cases of each.</source>
        <translation>每个病例属于哪一类？至少两个类别，每类最好有二十个病例。</translation>
    </message>
    <message>
        <source>C&amp;lass is the folder</source>
        <translation>类别取自文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>Case or &amp;patient in column</source>
        <translation>病例或患者所在列(&amp;P)</translation>
    </message>
    <message>
        <source>La&amp;bel in column</source>
        <translation>标签所在列(&amp;B)</translation>
    </message>
    <message>
        <source>P&amp;ositive class (what is looked for):</source>
        <translation>阳性类别（要识别的类别）(&amp;O)：</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n name(s))</source>
        <translation>
            <numerusform>%1（%n 个名称）</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>without a label: %1</source>
        <translation>无标签：%1</translation>
    </message>
    <message>
        <source>Reading labels…</source>
        <translation>正在读取标签…</translation>
    </message>
</context>
<context>
    <name>nidus::ui::LossChart</name>
    <message>
        <source>Wheel: zoom. Drag: move. Double click: show everything again.</source>
        <translation>滚轮：缩放。拖动：平移。双击：恢复显示全部。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Passes over the training cases (epochs)</source>
        <translation>遍历训练病例的次数（轮）</translation>
    </message>
    <message>
        <source>Training, smoothed</source>
        <translation>训练（平滑）</translation>
    </message>
    <message>
        <source>Best so far</source>
        <translation>目前最佳</translation>
    </message>
    <message>
        <source>%1 starts to learn</source>
        <translation>%1开始学习</translation>
    </message>
    <message>
        <source>Decision layer</source>
        <translation>决策层</translation>
    </message>
    <message>
        <source>Model stage %1</source>
        <translation>模型第 %1 级</translation>
    </message>
    <message>
        <source>Training loss %1.</source>
        <translation>训练损失 %1。</translation>
    </message>
    <message>
        <source>Loss on cases held back %1; lowest %2 after epoch %3.</source>
        <translation>留出病例的损失 %1；第 %3 轮后最低，为 %2。</translation>
    </message>
    <message>
        <source>Each step</source>
        <translation>每一步</translation>
    </message>
    <message>
        <source>Held-back cases</source>
        <translation>留出病例</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>先前</translation>
    </message>
</context>
<context>
    <name>nidus::ui::MainWindow</name>
    <message>
        <source>Nidus</source>
        <translation>Nidus</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>主页</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open project…</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>打开最近的项目(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Home</source>
        <translation>主页(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation>数据(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Training</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Results</source>
        <translation>结果(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>颜色(&amp;C)</translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About Nidus</source>
        <translation>关于 Nidus(&amp;A)</translation>
    </message>
    <message>
        <source>A training is running</source>
        <translation>训练正在进行</translation>
    </message>
    <message>
        <source>Stop it before you open another project. What is finished will be kept.</source>
        <translation>请先停止训练，再打开其他项目。已完成的部分会保留。</translation>
    </message>
    <message>
        <source>Opening the project</source>
        <translation>正在打开项目</translation>
    </message>
    <message>
        <source>%1 – Nidus</source>
        <translation>%1 – Nidus</translation>
    </message>
    <message>
        <source>This project can only be looked at now</source>
        <translation>此项目目前只能查看</translation>
    </message>
    <message>
        <source>Run %1 was stopped at %2</source>
        <translation>运行 %1 已于 %2 停止</translation>
    </message>
    <message>
        <source>Run %1 ended without a result at %2</source>
        <translation>运行 %1 于 %2 结束，没有结果</translation>
    </message>
    <message>
        <source>Run %1 was interrupted at %2</source>
        <translation>运行 %1 于 %2 中断</translation>
    </message>
    <message>
        <source>It can go on where it was (%1). Discarding deletes what it has learned.</source>
        <translation>可以从中断处继续（%1）。放弃会删除它已学到的内容。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>放弃…</translation>
    </message>
    <message>
        <source>Discard run %1?</source>
        <translation>放弃运行 %1？</translation>
    </message>
    <message>
        <source>What it has learned so far is deleted. This cannot be undone.</source>
        <translation>它目前学到的内容将被删除，无法撤销。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Preparing the cases</source>
        <translation>正在准备病例</translation>
    </message>
    <message>
        <source>%1: %2 %</source>
        <translation>%1：%2 %</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>约剩 %1</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>The window closes as soon as the training has saved where it is. It can be resumed next time.</source>
        <translation>训练保存好当前进度后窗口就会关闭，下次可以继续。</translation>
    </message>
    <message>
        <source>About Nidus</source>
        <translation>关于 Nidus</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Nidus %1&lt;/h3&gt;&lt;p&gt;Turns a pretrained nnU-Net into a classifier for 3-D scans.&lt;/p&gt;&lt;p&gt;Research use only — not a medical device.&lt;/p&gt;&lt;p&gt;No network access, no telemetry. Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Nidus %1&lt;/h3&gt;&lt;p&gt;把预训练的 nnU-Net 变成三维扫描的分类器。&lt;/p&gt;&lt;p&gt;仅供研究使用——不是医疗器械。&lt;/p&gt;&lt;p&gt;不访问网络，不收集任何数据。自由软件，采用 GNU 通用公共许可证第 3 版或更高版本。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Open a &amp;classifier…</source>
        <translation>打开分类器(&amp;C)…</translation>
    </message>
    <message>
        <source>C&amp;lassify</source>
        <translation>分类(&amp;L)</translation>
    </message>
    <message>
        <source>classified.csv</source>
        <translation>分类结果.csv</translation>
    </message>
    <message>
        <source>Classifying: %1</source>
        <translation>正在分类：%1</translation>
    </message>
    <message>
        <source>The table was saved</source>
        <translation>表格已保存</translation>
    </message>
    <message>
        <source>The classifier was saved</source>
        <translation>分类器已保存</translation>
    </message>
    <message>
        <source>Classify scans with it</source>
        <translation>用它分类扫描</translation>
    </message>
    <message>
        <source>Training and classifying need the same processor. Drop the scans again when it is done.</source>
        <translation>训练和分类使用同一处理器。请在训练完成后再次拖放扫描。</translation>
    </message>
    <message>
        <source>Which classifier should look at these scans?</source>
        <translation>用哪个分类器处理这些扫描？</translation>
    </message>
    <message>
        <source>They wait until a classifier (NAME.nidusmodel) is open.</source>
        <translation>打开分类器（NAME.nidusmodel）之后即开始处理。</translation>
    </message>
    <message>
        <source>Choose a classifier…</source>
        <translation>选择分类器…</translation>
    </message>
    <message>
        <source>&amp;New project…</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
</context>
<context>
    <name>nidus::ui::MessageArea</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ModelPage</name>
    <message>
        <source>Choose a &amp;file…</source>
        <translation>选择文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose a checkpoint or archive</source>
        <translation>选择检查点或压缩包</translation>
    </message>
    <message>
        <source>Choose a f&amp;older…</source>
        <translation>选择文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Choose a folder of results</source>
        <translation>选择结果文件夹</translation>
    </message>
    <message>
        <source>The pretrained model</source>
        <translation>预训练模型</translation>
    </message>
    <message>
        <source>Pretrained model</source>
        <translation>预训练模型</translation>
    </message>
    <message>
        <source>An nnU-Net that somebody has trained. Nidus reads its numbers and texts and runs none of its code.</source>
        <translation>他人训练好的 nnU-Net。Nidus 只读取其中的数值和文本，不运行任何代码。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Reading the model…</source>
        <translation>正在读取模型…</translation>
    </message>
    <message>
        <source>Drop a model here</source>
        <translation>将模型拖放到此处</translation>
    </message>
    <message>
        <source>A checkpoint (.pth), a folder of nnU-Net&apos;s results, or an exported ZIP.</source>
        <translation>检查点 (.pth)、nnU-Net 的结果文件夹或导出的 ZIP。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::NewProjectWizard</name>
    <message>
        <source>Project %1</source>
        <translation>项目 %1</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
</context>
<context>
    <name>nidus::ui::PredictionTableModel</name>
    <message>
        <source>(unknown)</source>
        <translation>（未知）</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>No label</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>True</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折</translation>
    </message>
    <message>
        <source>Probability: %1</source>
        <translation>概率：%1</translation>
    </message>
</context>
<context>
    <name>nidus::ui::PresetPicker</name>
    <message>
        <source>Takes the pretrained model as it is and learns only the last decision. Seconds to a few minutes.</source>
        <translation>原样使用预训练模型，只学习最后的判断。几秒到几分钟。</translation>
    </message>
    <message>
        <source>Balanced (recommended)</source>
        <translation>均衡（推荐）</translation>
    </message>
    <message>
        <source>Adapts more of the model, and for longer. Takes several times as long as Balanced.</source>
        <translation>调整模型的更多部分，时间也更长。耗时是“均衡”的数倍。</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>深入</translation>
    </message>
    <message>
        <source>Starts like Quick, then gently adapts the deepest part of the model. The adapted model is kept only if it does better on cases that were held back.</source>
        <translation>先做“快速”的步骤，再温和地调整模型最深的部分。只有在留出病例上表现更好时，才保留调整后的模型。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ResultCards</name>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s), none judged by a model that had seen it.</source>
        <translation>
            <numerusform>%n 个病例，均由未见过它们的模型判断。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not defined: the tested cases are all of one class.</source>
        <translation>无法定义：受测病例全属一类。</translation>
    </message>
    <message>
        <source>95 % interval %1 to %2.</source>
        <translation>95% 区间 %1 至 %2。</translation>
    </message>
    <message>
        <source>All folds pooled: %1.</source>
        <translation>各折合并：%1。</translation>
    </message>
    <message>
        <source>Too few cases for a firm conclusion.</source>
        <translation>病例太少，无法得出可靠结论。</translation>
    </message>
    <message>
        <source>Log-loss</source>
        <translation>对数损失</translation>
    </message>
    <message>
        <source>How far the probabilities are off; lower is better. Always answering with the class frequencies gives %1.</source>
        <translation>概率的偏差；越低越好。若始终按类别频率回答，则为 %1。</translation>
    </message>
    <message>
        <source>No better than the class frequencies.</source>
        <translation>不优于类别频率。</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>平衡准确率</translation>
    </message>
    <message>
        <source>Share of right answers, each class counting the same. Guessing gives %1.</source>
        <translation>正确回答的比例，各类别权重相同。随机猜测为 %1。</translation>
    </message>
    <message>
        <source>Simple measurements</source>
        <translation>简单测量</translation>
    </message>
    <message>
        <source>AUC that the volume alone and the mean intensity alone would reach. A useful result has to beat them.</source>
        <translation>仅用体积、仅用平均强度所能达到的 AUC。有用的结果必须超过它们。</translation>
    </message>
    <message>
        <source>The model does hardly better than a simple measurement.</source>
        <translation>模型几乎不优于简单测量。</translation>
    </message>
    <message>
        <source>Model that is kept</source>
        <translation>保留的模型</translation>
    </message>
    <message>
        <source>As pretrained</source>
        <translation>原预训练模型</translation>
    </message>
    <message numerus="yes">
        <source>Adapting it did not do better on the cases held back, in any of %n fold(s).</source>
        <translation>
            <numerusform>在全部 %n 折中，调整后的模型在留出病例上均未更好。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the last decision was learned, in each of %n fold(s).</source>
        <translation>
            <numerusform>在全部 %n 折中，只学习了最后的判断。</numerusform>
        </translation>
    </message>
    <message>
        <source>Adapted</source>
        <translation>已调整</translation>
    </message>
    <message>
        <source>Adapted in part</source>
        <translation>部分调整</translation>
    </message>
    <message>
        <source>The adapted model is kept in %1 of %2 folds.</source>
        <translation>%2 折中有 %1 折保留了调整后的模型。</translation>
    </message>
    <message>
        <source>In the others the model as pretrained did as well.</source>
        <translation>其余各折中，原预训练模型同样好。</translation>
    </message>
    <message>
        <source>Log-loss as pretrained: %1.</source>
        <translation>原预训练模型的对数损失：%1。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ResultsPage</name>
    <message>
        <source>What to know of this result</source>
        <translation>关于此结果需要了解的事项</translation>
    </message>
    <message>
        <source>⚠ {sentence}</source>
        <extracomment>The engine speaks English: a translation should put {headline}, which is translated, before its {sentence}.</extracomment>
        <translation>⚠ {headline}。{sentence}</translation>
    </message>
    <message>
        <source>Run to show</source>
        <translation>要显示的运行</translation>
    </message>
    <message>
        <source>Filter the predictions</source>
        <translation>筛选预测</translation>
    </message>
    <message>
        <source>Only &amp;misclassified</source>
        <translation>仅显示分类错误的(&amp;M)</translation>
    </message>
    <message>
        <source>Only misclassified cases</source>
        <translation>仅显示分类错误的病例</translation>
    </message>
    <message>
        <source>Predictions of all cases</source>
        <translation>所有病例的预测</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Filter by case or class</source>
        <translation>按病例或类别筛选</translation>
    </message>
    <message>
        <source>Each case was predicted by a model that had not seen it. Research use only — not a medical device.</source>
        <translation>每个病例都由未见过它的模型预测。仅供研究使用——不是医疗器械。</translation>
    </message>
    <message>
        <source>Each case was predicted by a model that had not seen it. Positive class: %1. Research use only — not a medical device.</source>
        <translation>每个病例都由未见过它的模型预测。阳性类别：%1。仅供研究使用——不是医疗器械。</translation>
    </message>
    <message>
        <source>There is no finished training yet.</source>
        <translation>还没有完成的训练。</translation>
    </message>
    <message>
        <source>The training is running. Predictions appear as soon as a fold is finished; the figures follow at the end. Research use only — not a medical device.</source>
        <translation>训练正在进行。每完成一折就会显示其预测；指标在最后给出。仅供研究使用——不是医疗器械。</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>显示 %1 / %2</translation>
    </message>
    <message>
        <source>No case was misclassified.</source>
        <translation>没有分类错误的病例。</translation>
    </message>
    <message>
        <source>No case matches the filter.</source>
        <translation>没有符合筛选条件的病例。</translation>
    </message>
    <message>
        <source>No fold is finished yet.</source>
        <translation>还没有完成的折。</translation>
    </message>
    <message>
        <source>Start a training; its results appear here.</source>
        <translation>开始训练后，结果会显示在这里。</translation>
    </message>
    <message>
        <source>Save the &amp;classifier…</source>
        <translation>保存分类器(&amp;C)…</translation>
    </message>
    <message>
        <source>Save the classifier</source>
        <translation>保存分类器</translation>
    </message>
    <message>
        <source>Show &amp;scan</source>
        <translation>显示扫描(&amp;S)</translation>
    </message>
    <message>
        <source>Show the scan of the chosen case</source>
        <translation>显示所选病例的扫描</translation>
    </message>
    <message>
        <source>Hide &amp;scan</source>
        <translation>隐藏扫描(&amp;S)</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ScansPage</name>
    <message>
        <source>Add f&amp;older…</source>
        <translation>添加文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Add scans from a folder</source>
        <translation>从文件夹添加扫描</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>添加文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Add scans from files</source>
        <translation>从文件添加扫描</translation>
    </message>
    <message>
        <source>Series that were found</source>
        <translation>找到的序列</translation>
    </message>
    <message>
        <source>Folder of the new project</source>
        <translation>新项目的文件夹</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Which images are there? Every series that is used becomes a case.</source>
        <translation>有哪些图像？每个使用的序列成为一个病例。</translation>
    </message>
    <message>
        <source>&amp;Project folder:</source>
        <translation>项目文件夹(&amp;P)：</translation>
    </message>
    <message>
        <source>C&amp;hange…</source>
        <translation>更改(&amp;H)…</translation>
    </message>
    <message>
        <source>Change the folder of the project</source>
        <translation>更改项目文件夹</translation>
    </message>
    <message>
        <source>Looking for scans…</source>
        <translation>正在查找扫描…</translation>
    </message>
    <message>
        <source>Drop scans here</source>
        <translation>将扫描拖放到此处</translation>
    </message>
    <message numerus="yes">
        <source>No series was found in %n file(s).</source>
        <translation>
            <numerusform>在 %n 个文件中未找到序列。</numerusform>
        </translation>
    </message>
    <message>
        <source>Folders or files with DICOM series, NIfTI, NRRD or MetaImage.</source>
        <translation>含 DICOM 序列、NIfTI、NRRD 或 MetaImage 的文件夹或文件。</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n series are used</source>
        <translation>
            <numerusform>共 %n 个序列，使用 %1 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::SeriesTableModel</name>
    <message>
        <source>%1 × %2 × %3 mm</source>
        <translation>%1 × %2 × %3 mm</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>included</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Voxels</source>
        <translation>体素</translation>
    </message>
    <message>
        <source>Spacing</source>
        <translation>间距</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>nidus::ui::SliceView</name>
    <message>
        <source>Axial</source>
        <translation>横断面</translation>
    </message>
    <message>
        <source>Coronal</source>
        <translation>冠状面</translation>
    </message>
    <message>
        <source>Sagittal</source>
        <translation>矢状面</translation>
    </message>
    <message>
        <source>Slice %1 of %2, value %3</source>
        <translation>第 %1 层，共 %2 层，数值 %3</translation>
    </message>
    <message>
        <source>%1  %2 / %3</source>
        <translation>%1  %2 / %3</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>%1 cm</source>
        <translation>%1 cm</translation>
    </message>
</context>
<context>
    <name>nidus::ui::StageText</name>
    <message>
        <source>Adapting the model: epoch %1 of %2</source>
        <translation>正在调整模型：第 %1 / %2 轮</translation>
    </message>
    <message>
        <source>Fold %1: learning the decision on the model as pretrained</source>
        <translation>第 %1 折：在原预训练模型上学习判断</translation>
    </message>
    <message>
        <source>Fold %1: predicting the cases held back</source>
        <translation>第 %1 折：预测留出病例</translation>
    </message>
    <message>
        <source>The model looks at case %1 of %2</source>
        <translation>模型正在查看第 %1 / %2 个病例</translation>
    </message>
    <message>
        <source>Fold %1: choosing how long to train, part %2</source>
        <translation>第 %1 折：选择训练时长，第 %2 部分</translation>
    </message>
    <message>
        <source>Fold %1: final training</source>
        <translation>第 %1 折：最终训练</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>Preparing case %1 of %2</source>
        <translation>正在准备第 %1 / %2 个病例</translation>
    </message>
</context>
<context>
    <name>nidus::ui::StartPage</name>
    <message>
        <source>&amp;Start training now</source>
        <translation>立即开始训练(&amp;S)</translation>
    </message>
    <message>
        <source>Start training now</source>
        <translation>立即开始训练</translation>
    </message>
    <message>
        <source>Check and start</source>
        <translation>检查并开始</translation>
    </message>
    <message>
        <source>How much effort may the training take? It runs in the background and can be stopped at any time.</source>
        <translation>训练可以花多少工夫？训练在后台运行，可随时停止。</translation>
    </message>
    <message>
        <source>Start &amp;training</source>
        <translation>开始训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>完成(&amp;F)</translation>
    </message>
</context>
<context>
    <name>nidus::ui::TrainingPage</name>
    <message>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>&amp;Start training</source>
        <translation>开始训练(&amp;S)</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>停止(&amp;O)</translation>
    </message>
    <message>
        <source>Stop training</source>
        <translation>停止训练</translation>
    </message>
    <message>
        <source>Show &amp;results</source>
        <translation>查看结果(&amp;R)</translation>
    </message>
    <message>
        <source>Show results</source>
        <translation>查看结果</translation>
    </message>
    <message>
        <source>Messages of the training</source>
        <translation>训练消息</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>How thorough?</source>
        <translation>训练力度</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Chart of the loss</source>
        <translation>损失曲线</translation>
    </message>
    <message>
        <source>%1, epoch %2 of %3</source>
        <translation>%1，第 %2 / %3 轮</translation>
    </message>
    <message>
        <source>Finished in %1.</source>
        <translation>已完成，用时 %1。</translation>
    </message>
    <message>
        <source>Stopped. What was finished is kept and can be resumed.</source>
        <translation>已停止。已完成的部分会保留，可以继续。</translation>
    </message>
    <message>
        <source>Preparing the cases</source>
        <translation>正在准备病例</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>%1 so far</source>
        <translation>已用 %1</translation>
    </message>
    <message>
        <source>about %1 left, until %2</source>
        <translation>约剩 %1，预计 %2 结束</translation>
    </message>
    <message>
        <source>Quick learns in one go, so there is no curve to watch.</source>
        <translation>“快速”一步完成学习，因此没有曲线可看。</translation>
    </message>
    <message>
        <source>The curve begins once the pretrained model has seen all cases.</source>
        <translation>预训练模型看过所有病例后，曲线就会开始。</translation>
    </message>
    <message>
        <source>The curve of the training appears here.</source>
        <translation>训练曲线将显示在这里。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::TrainingViewModel</name>
    <message>
        <source>Open a project first.</source>
        <translation>请先打开一个项目。</translation>
    </message>
    <message>
        <source>Choose a pretrained model first: “nidus-cli model”.</source>
        <translation>请先选择预训练模型：“nidus-cli model”。</translation>
    </message>
    <message>
        <source>Training needs labelled cases of at least two classes.</source>
        <translation>训练需要至少两个类别的已标注病例。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::VerdictListModel</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Model output: %1 %2</source>
        <translation>模型输出：%1 %2</translation>
    </message>
    <message>
        <source>Below %1 for %2: at most %3 % of such calls are wrong</source>
        <translation>%2 的概率低于 %1：此类判定的错误率至多 %3%</translation>
    </message>
    <message>
        <source>Above %1 for %2: at most %3 % of such calls are wrong</source>
        <translation>%2 的概率高于 %1：此类判定的错误率至多 %3%</translation>
    </message>
    <message>
        <source>Uncertain: the training cases do not support a call here</source>
        <translation>不确定：训练病例不足以支持在此作出判定</translation>
    </message>
    <message>
        <source>Unlike the training cases: do not rely on this output</source>
        <translation>与训练病例不同：请勿依赖此输出</translation>
    </message>
    <message>
        <source>Like the training cases</source>
        <translation>与训练病例相似</translation>
    </message>
    <message>
        <source>Like the training cases, but look at this:</source>
        <translation>与训练病例相似，但请注意：</translation>
    </message>
    <message>
        <source>%1: not classified. %2 %3 (%4)</source>
        <translation>%1：未分类。%2 %3（%4）</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Research use only — not a medical device.</source>
        <translation>仅供研究使用，不是医疗器械。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ViewerPanel</name>
    <message>
        <source>No scan is shown</source>
        <translation>未显示扫描</translation>
    </message>
    <message>
        <source>value %1 · window %2 / %3</source>
        <translation>数值 %1 · 窗位/窗宽 %2 / %3</translation>
    </message>
</context>
</TS>

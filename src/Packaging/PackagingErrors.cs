namespace TemporalLambda.Packaging;

/// <summary>Every failure of building and checking packages.</summary>
public static class PackagingErrors
{
    /// <summary>Nothing is at the path.</summary>
    public static StageException InputNotFound(string path) => new(
        "WorkerSourceNotFound",
        FaultCategory.ObjectNotFound,
        $"There is nothing at '{path}'.",
        "Give the path of a .NET project, a Go module's folder, or a ready zip, folder or executable.",
        path);

    /// <summary>A file or folder of the input can not be read.</summary>
    public static StageException InputNotReadable(string path, Exception? cause) => new(
        "WorkerSourceNotReadable",
        FaultCategory.PermissionDenied,
        $"'{path}' can not be read{Because(cause)}",
        "Check the permissions of the file or folder and that no other program holds it.",
        path,
        cause);

    /// <summary>A file of an unknown kind.</summary>
    public static StageException UnknownInput(string path) => new(
        "WorkerSourceUnknown",
        FaultCategory.InvalidArgument,
        $"'{path}' is no .NET project, go.mod, zip, ELF executable or script.",
        "Give a project, a Go module's folder, a zip, a package's folder or a Linux executable.",
        path);

    /// <summary>A folder without a project, module or package.</summary>
    public static StageException NoProject(string folder, IReadOnlyList<string> found) => new(
        "WorkerProjectNotFound",
        FaultCategory.InvalidArgument,
        $"The folder '{folder}' holds no .NET project, Go module or package with a bootstrap; {Found(found)}.",
        "Give the folder of the project itself, or of a package whose bootstrap or handler lies at its root.",
        folder);

    /// <summary>A folder with more than one project.</summary>
    public static StageException SeveralProjects(string folder, IReadOnlyList<string> projects) => new(
        "WorkerProjectAmbiguous",
        FaultCategory.InvalidArgument,
        $"The folder '{folder}' holds {projects.Count} projects: {Quote(projects)}.",
        "Name the project file in -Path.",
        folder);

    /// <summary>Go sources outside of a module.</summary>
    public static StageException NoGoModule(string folder) => new(
        "GoModuleNotFound",
        FaultCategory.InvalidArgument,
        $"The folder '{folder}' holds Go sources, but neither it nor a folder above has a go.mod.",
        "Run 'go mod init' there, or give the module's folder.",
        folder);

    /// <summary>There is no .NET SDK to build with.</summary>
    public static StageException NoDotNetSdk(Exception? cause) => new(
        "DotNetSdkNotFound",
        FaultCategory.NotInstalled,
        "No .NET SDK that can build the project was found: 'dotnet' is not on PATH, has no SDK, or not the one that global.json asks for.",
        "Install the .NET 10 SDK (https://dotnet.microsoft.com/download) or give a ready package in -Path.",
        "dotnet",
        cause);

    /// <summary>There is no Go to build with.</summary>
    public static StageException NoGo(string path, Exception? cause) => new(
        "GoNotFound",
        FaultCategory.NotInstalled,
        $"'{path}' is a Go module, but 'go' is not on PATH.",
        "Install Go (https://go.dev/dl), or build the module elsewhere and give the zip or the executable in -Path.",
        path,
        cause);

    /// <summary>The compiler refused the sources.</summary>
    public static StageException BuildFailed(string path, IReadOnlyList<string> errors) => new(
        "WorkerBuildFailed",
        FaultCategory.InvalidData,
        errors.Count == 0
            ? $"Building '{path}' failed."
            : $"Building '{path}' failed:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Select(e => "  " + e))}{Environment.NewLine}Nothing was packaged.",
        "Mend the errors and run the command again; 'dotnet publish' or 'go build' shows the whole output.",
        path);

    /// <summary>MSBuild's answer about the project could not be understood.</summary>
    public static StageException ProjectNotRead(string path, Exception? cause) => new(
        "WorkerProjectNotRead",
        FaultCategory.InvalidResult,
        $"The properties of '{path}' could not be read from MSBuild's output.",
        "Use a .NET SDK of version 8.0.200 or later.",
        path,
        cause);

    /// <summary>A library where a program is needed.</summary>
    public static StageException ProjectIsLibrary(string path) => new(
        "WorkerProjectIsLibrary",
        FaultCategory.InvalidArgument,
        $"'{path}' builds a library and not a program.",
        "Set <OutputType>Exe</OutputType> in the project, or give -Handler Assembly::Namespace.Type::Method with -Packaging FrameworkDependent.",
        path);

    /// <summary>A target framework that runs nowhere on Lambda.</summary>
    public static StageException UnsupportedFramework(string path, string framework) => new(
        "WorkerFrameworkUnsupported",
        FaultCategory.InvalidArgument,
        $"'{path}' targets '{framework}', which does not run on Lambda.",
        "Set <TargetFramework>net10.0</TargetFramework> in the project.",
        path);

    /// <summary>No managed runtime for the project's framework.</summary>
    public static StageException NoManagedRuntime(string path, string framework, string runtime) => new(
        "WorkerRuntimeMismatch",
        FaultCategory.InvalidArgument,
        $"'{path}' targets {framework}, which the runtime {runtime} does not run.",
        "Choose -Packaging ReadyToRun, which brings its own .NET, or set <TargetFramework>net10.0</TargetFramework> for dotnet10.",
        path);

    /// <summary>A runtime that the packaging can not run on.</summary>
    public static StageException RuntimeNeedsPackaging(string runtime, string packaging) => new(
        "WorkerRuntimePackagingMismatch",
        FaultCategory.InvalidArgument,
        $"A {packaging} package does not run on the runtime '{runtime}'.",
        "Leave -Runtime out, or choose a -Packaging that fits: FrameworkDependent for dotnet10, NativeAot or ReadyToRun for provided.al2023.",
        runtime);

    /// <summary>NativeAOT was asked for and can not be had.</summary>
    public static StageException NativeAotImpossible(string path, string reason) => new(
        "NativeAotImpossible",
        FaultCategory.NotInstalled,
        $"'{path}' can not be compiled to native code on this machine: {reason}.",
        "Install what is missing, or choose -Packaging ReadyToRun.",
        path);

    /// <summary>-Packaging for something that is not built by .NET.</summary>
    public static StageException PackagingNeedsProject(string path, string packaging) => new(
        "WorkerPackagingNeedsProject",
        FaultCategory.InvalidArgument,
        $"-Packaging {packaging} is for .NET projects, and '{path}' is none.",
        "Leave -Packaging out, or give the project in -Path.",
        path);

    /// <summary>The build succeeded without the program that was expected.</summary>
    public static StageException NoProgramPublished(string path, string program) => new(
        "WorkerProgramNotBuilt",
        FaultCategory.InvalidResult,
        $"Building '{path}' succeeded, but gave no program '{program}'.",
        "Check what the project does to its output (UseAppHost, AssemblyName, own targets; for Go: package main).",
        path);

    /// <summary>A deployment name that Temporal refuses.</summary>
    public static StageException BadDeploymentName(string name, string problem) => new(
        "WorkerDeploymentNameInvalid",
        FaultCategory.InvalidArgument,
        $"The deployment name '{name}' can not be used: {problem}.",
        $"Choose a -DeploymentName without '.' and ':', not starting with '__', of at most {DeploymentNames.MaxBytes} bytes.",
        name);

    /// <summary>A build id that Temporal refuses.</summary>
    public static StageException BadBuildId(string buildId, string problem) => new(
        "WorkerBuildIdInvalid",
        FaultCategory.InvalidArgument,
        $"The build id '{buildId}' can not be used: {problem}.",
        $"Choose a -BuildId that does not start with '__', of at most {BuildIds.MaxBytes} bytes, or leave it out.",
        buildId);

    /// <summary>No architecture of Lambda.</summary>
    public static StageException UnknownArchitecture(string architecture) => new(
        "WorkerArchitectureUnknown",
        FaultCategory.InvalidArgument,
        $"Lambda has no architecture '{architecture}'.",
        "Choose x86_64 or arm64.",
        architecture);

    /// <summary>Nothing is in the package.</summary>
    public static StageException EmptyPackage(string source) => new(
        "WorkerPackageEmpty",
        FaultCategory.InvalidData,
        $"'{source}' holds no files.",
        "Build the worker first, or give another path.",
        source);

    /// <summary>The zip is none.</summary>
    public static StageException DamagedZip(string path, Exception? cause) => new(
        "WorkerZipDamaged",
        FaultCategory.InvalidData,
        $"The zip '{path}' can not be unpacked{Because(cause)}",
        "Make or download the zip again; entries have to be stored or deflated.",
        path,
        cause);

    /// <summary>A path in the zip that leads elsewhere.</summary>
    public static StageException BadEntryName(string path, string entry, string problem) => new(
        "WorkerZipPathInvalid",
        FaultCategory.InvalidData,
        $"The zip '{path}' has an entry '{Printable(entry)}' that can not be unpacked safely: {problem}.",
        "Make the zip again with relative paths and forward slashes, from inside of the package's folder.",
        path);

    /// <summary>The same path twice.</summary>
    public static StageException DuplicateEntry(string path, string entry) => new(
        "WorkerZipPathTwice",
        FaultCategory.InvalidData,
        $"The zip '{path}' has the entry '{entry}' twice.",
        "Make the zip again; tools that update an existing zip may leave the old entry in it.",
        path);

    /// <summary>An entry with a password.</summary>
    public static StageException EncryptedEntry(string path, string entry) => new(
        "WorkerZipEncrypted",
        FaultCategory.InvalidData,
        $"The zip '{path}' has an encrypted entry '{entry}', which Lambda can not unpack.",
        "Make the zip again without a password.",
        path);

    /// <summary>A symbolic link out of the package.</summary>
    public static StageException LinkLeadsOut(string link, string target) => new(
        "WorkerLinkLeadsOut",
        FaultCategory.InvalidData,
        $"The symbolic link '{link}' points at '{Printable(target)}', outside of the package.",
        "Replace the link by the file itself.",
        link);

    /// <summary>More than Lambda unpacks.</summary>
    public static StageException TooLarge(string source, long limit) => new(
        "WorkerPackageTooLarge",
        FaultCategory.LimitsExceeded,
        $"'{source}' is larger than {limit >> 20} MB unpacked, which is Lambda's limit.",
        "Leave out what the worker does not need at run time, or trim it (-Packaging ReadyToRun).",
        source);

    /// <summary>No program to start.</summary>
    public static StageException NoBootstrap(string source) => new(
        "WorkerBootstrapMissing",
        FaultCategory.InvalidData,
        $"'{source}' has no file 'bootstrap' at its root, which is what Lambda starts on a provided runtime.",
        "Name the executable bootstrap, or give -Runtime and -Handler for a managed runtime.",
        source);

    /// <summary>The program is in a subfolder.</summary>
    public static StageException BootstrapNotAtRoot(string source, string entry) => new(
        "WorkerBootstrapNotAtRoot",
        FaultCategory.InvalidData,
        $"'{source}' has its bootstrap at '{entry}' and not at the root.",
        "Zip the files of the folder and not the folder itself, or give the folder in -Path.",
        source);

    /// <summary>The program may not be executed.</summary>
    public static StageException BootstrapNotExecutable(string source) => new(
        "WorkerBootstrapNotExecutable",
        FaultCategory.InvalidData,
        $"The bootstrap of '{source}' is not executable: Lambda would answer with 'permission denied'.",
        "Run 'chmod +x bootstrap' and zip again on a system that keeps modes, or give the executable itself in -Path.",
        source);

    /// <summary>The program is neither native nor a script.</summary>
    public static StageException BootstrapNotProgram(string source) => new(
        "WorkerBootstrapNotProgram",
        FaultCategory.InvalidData,
        $"The bootstrap of '{source}' is neither a Linux executable (ELF) nor a script that starts with '#!'.",
        "Build the worker for Linux.",
        source);

    /// <summary>The executable asks for a loader that Lambda has not.</summary>
    public static StageException UnknownLoader(string source, string file, string loader) => new(
        "WorkerLoaderUnknown",
        FaultCategory.InvalidData,
        $"'{file}' of '{source}' needs the loader '{loader}', which Amazon Linux does not have.",
        "Build for glibc (linux-x64 or linux-arm64, not linux-musl), or link statically.",
        source);

    /// <summary>Machine code for another machine.</summary>
    public static StageException WrongArchitecture(string source, string file, string machine, string architecture) => new(
        "WorkerArchitectureMismatch",
        FaultCategory.InvalidData,
        $"'{file}' of '{source}' is for {machine} and not for {architecture}.",
        "Build the package for the function's architecture, or choose the other one with -Architecture.",
        source);

    /// <summary>Symbols of a newer C library.</summary>
    public static StageException NewerGlibc(string source, string file, string needed, string runtime, string available) => new(
        "WorkerGlibcTooNew",
        FaultCategory.InvalidData,
        $"'{file}' of '{source}' needs glibc {needed}, and {runtime} has {available}.",
        "Build it on an older system (Amazon Linux 2023, Debian 12, Ubuntu 22.04), or choose -Packaging ReadyToRun.",
        source);

    /// <summary>An executable that contradicts itself.</summary>
    public static StageException DamagedExecutable(string source, string file, Exception? cause) => new(
        "WorkerExecutableDamaged",
        FaultCategory.InvalidData,
        $"'{file}' of '{source}' is damaged{Because(cause)}",
        "Build or copy it again.",
        source,
        cause);

    /// <summary>The .NET SDK of Temporal without its native part.</summary>
    public static StageException NoNativeCore(string source, string library, string architecture) => new(
        "WorkerNativeCoreMissing",
        FaultCategory.InvalidData,
        $"'{source}' uses Temporal's .NET SDK, but '{library}' for {architecture} is not in it.",
        "Publish with the runtime identifier of the architecture (linux-x64, linux-arm64) and put the library beside Temporalio.dll.",
        source);

    /// <summary>A handler of a wrong form.</summary>
    public static StageException BadHandler(string handler, string runtime, string form) => new(
        "WorkerHandlerInvalid",
        FaultCategory.InvalidArgument,
        $"The handler '{handler}' is not of the form that {runtime} reads.",
        $"Give -Handler as {form}.",
        handler);

    /// <summary>A handler that is nowhere.</summary>
    public static StageException HandlerNotInPackage(string source, string handler, string file) => new(
        "WorkerHandlerNotInPackage",
        FaultCategory.InvalidData,
        $"The handler '{handler}' needs '{file}', which is not in '{source}'.",
        "Correct -Handler, or add the file to the package's root.",
        handler);

    /// <summary>A managed runtime without a handler.</summary>
    public static StageException HandlerNeeded(string source, string runtime) => new(
        "WorkerHandlerNeeded",
        FaultCategory.InvalidArgument,
        $"The runtime {runtime} needs a handler, and none can be told from '{source}'.",
        "Give -Handler.",
        source);

    /// <summary>Files without which the managed .NET runtime does not start.</summary>
    public static StageException MissingDotNetFile(string source, string file, string runtime) => new(
        "WorkerDotNetFileMissing",
        FaultCategory.InvalidData,
        $"{runtime} needs '{file}', which is not in '{source}'.",
        "Package the output of 'dotnet publish', with GenerateRuntimeConfigurationFiles for a library.",
        source);

    /// <summary>A file for -Include that is not there.</summary>
    public static StageException IncludeNotFound(string path) => new(
        "WorkerIncludeNotFound",
        FaultCategory.ObjectNotFound,
        $"There is no file '{path}' to include.",
        "Give existing files in -Include; folders are not included.",
        path);

    /// <summary>Two files for the same place.</summary>
    public static StageException IncludedTwice(string name) => new(
        "WorkerIncludeTwice",
        FaultCategory.InvalidArgument,
        $"Two files called '{name}' are to be included.",
        "Rename one of them, or leave it out of -Include.",
        name);

    /// <summary>An included file in the place of code.</summary>
    public static StageException IncludeReplacesCode(string name, string source) => new(
        "WorkerIncludeReplacesCode",
        FaultCategory.InvalidArgument,
        $"The included file '{name}' would replace a file of '{source}' that is part of the code.",
        "Leave it out of -Include, or change it in the project.",
        name);

    /// <summary>The result would overwrite the input.</summary>
    public static StageException OutputIsInput(string path) => new(
        "WorkerOutputIsInput",
        FaultCategory.InvalidArgument,
        $"-OutputPath '{path}' is the input itself, or lies in the folder that is packaged.",
        "Choose another -OutputPath.",
        path);

    /// <summary>The result can not be written.</summary>
    public static StageException OutputNotWritable(string path, Exception? cause) => new(
        "WorkerOutputNotWritable",
        FaultCategory.PermissionDenied,
        $"The package can not be written to '{path}'{Because(cause)}",
        "Choose another -OutputPath.",
        path,
        cause);

    private static string Because(Exception? cause) => cause is null ? "." : $": {cause.Message.TrimEnd('.')}.";

    private static string Quote(IReadOnlyList<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));

    private static string Found(IReadOnlyList<string> found) => found.Count == 0 ? "it is empty" : $"found there: {Quote(found)}";

    private static string Printable(string text) => new([.. text.Take(200).Select(c => char.IsControl(c) ? '?' : c)]);
}

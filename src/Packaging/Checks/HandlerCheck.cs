namespace TemporalLambda.Packaging.Checks;

/// <summary>The handler of a managed runtime has the form that the runtime reads, and is in the package.</summary>
internal static class HandlerCheck
{
    public static void Run(PackageContent content, string runtime, string handler)
    {
        if (handler.StartsWith('/'))
        {
            // A wrapper's handler lies in a layer, below /opt.
            return;
        }

        string family = new([.. runtime.TakeWhile(char.IsLetter)]);
        switch (family)
        {
            case "dotnet":
                DotNet(content, runtime, handler);
                break;
            case "python":
                Module(content, runtime, handler, [".py", "/__init__.py", ".so", ".pyc"], dotsAreFolders: true);
                break;
            case "nodejs":
                Module(content, runtime, handler, [".js", ".mjs", ".cjs"], dotsAreFolders: false);
                break;
            case "ruby":
                Module(content, runtime, handler, [".rb"], dotsAreFolders: false);
                break;
            case "java":
                Java(content, runtime, handler);
                break;
            default:
                // A runtime that is newer than this module: Lambda judges.
                break;
        }
    }

    // Assembly, or Assembly::Namespace.Type::Method.
    private static void DotNet(PackageContent content, string runtime, string handler)
    {
        string[] parts = handler.Split("::");
        if (parts.Length is not (1 or 3) || parts.Any(string.IsNullOrWhiteSpace))
        {
            throw PackagingErrors.BadHandler(handler, runtime, "Assembly or Assembly::Namespace.Type::Method");
        }

        string assembly = parts[0];
        if (content.Find(assembly + ".dll") is null)
        {
            throw PackagingErrors.HandlerNotInPackage(content.Source, handler, assembly + ".dll");
        }

        // The runtime's start script ends with 105 and 106 without them.
        foreach (string needed in new[] { ".deps.json", ".runtimeconfig.json" })
        {
            if (content.Find(assembly + needed) is null)
            {
                throw PackagingErrors.MissingDotNetFile(content.Source, assembly + needed, runtime);
            }
        }
    }

    // path/to/module.function
    private static void Module(PackageContent content, string runtime, string handler, string[] endings, bool dotsAreFolders)
    {
        int dot = handler.LastIndexOf('.');
        if (dot <= 0 || dot == handler.Length - 1)
        {
            throw PackagingErrors.BadHandler(handler, runtime, "module.function");
        }

        string module = handler[..dot];
        module = dotsAreFolders ? module.Replace('.', '/') : module;
        if (!endings.Any(e => content.Find(module + e) is not null))
        {
            throw PackagingErrors.HandlerNotInPackage(content.Source, handler, module + endings[0]);
        }
    }

    // package.Class or package.Class::method; a class inside of a jar in lib/ is found by Java alone.
    private static void Java(PackageContent content, string runtime, string handler)
    {
        string type = handler.Split("::")[0];
        if (string.IsNullOrWhiteSpace(type))
        {
            throw PackagingErrors.BadHandler(handler, runtime, "package.Class or package.Class::method");
        }

        string file = type.Replace('.', '/') + ".class";
        bool hasJars = content.Files.Any(f => f.Name.StartsWith("lib/", StringComparison.Ordinal) && f.Name.EndsWith(".jar", StringComparison.Ordinal));
        if (!hasJars && content.Find(file) is null)
        {
            throw PackagingErrors.HandlerNotInPackage(content.Source, handler, file);
        }
    }
}

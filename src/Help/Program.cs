using System.Runtime.Loader;
using System.Xml.Linq;
using TemporalLambda.Help;

if (args is not [string assemblyFile, string helpFile])
{
    Console.Error.WriteLine("usage: Help CMDLETS.dll HELP.xml   (the doc comments are in CMDLETS.xml)");
    return 64;
}

assemblyFile = Path.GetFullPath(assemblyFile);
var dependencies = new AssemblyDependencyResolver(assemblyFile);
AssemblyLoadContext.Default.Resolving += (context, name) =>
    dependencies.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;

var comments = new DocComments(XDocument.Load(Path.ChangeExtension(assemblyFile, ".xml")));
XDocument help = CommandHelp.Write(CommandDescription.All(AssemblyLoadContext.Default.LoadFromAssemblyPath(assemblyFile)), comments);
if (comments.Missing.Count > 0)
{
    // In MSBuild's own form, so that it is an error of the build.
    Console.Error.WriteLine($"Help : error TL0001: no help for {string.Join(", ", comments.Missing)}");
    return 1;
}

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(helpFile))!);
help.Save(helpFile);
return 0;

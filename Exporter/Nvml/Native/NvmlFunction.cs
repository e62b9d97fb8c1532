using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary>
/// A function of the library, looked up when it is first called: a library older than this exporter lacks many of them, and that
/// must cost nothing but the reading. Derived types hold the signatures, one for each shape of arguments.
/// </summary>
/// <param name="library">Handle of the loaded library.</param>
/// <param name="name">Name of the export.</param>
internal abstract class NvmlFunction(nint library, string name)
{
    private const nint NotLookedUp = -1;

    private nint address = NotLookedUp;

    public string Name => name;

    public bool IsPresent => Address != 0;

    /// <summary>0 where the library does not have it.</summary>
    protected nint Address
    {
        get
        {
            var known = Volatile.Read(ref address);
            if (known == NotLookedUp)
            {
                known = NativeLibrary.TryGetExport(library, name, out var found) ? found : 0;
                Volatile.Write(ref address, known);
            }

            return known;
        }
    }
}

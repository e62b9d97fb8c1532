// Stands in for react-custom-scrollbars-2, whose default export is lost on the way through a bundler; a picture does not scroll.
import React from 'react';

export const Scrollbars = React.forwardRef(({ children, style }, ref) => <div ref={ref} style={{ overflow: 'hidden', width: '100%', height: '100%', ...style }}>{children}</div>);
export default Scrollbars;
